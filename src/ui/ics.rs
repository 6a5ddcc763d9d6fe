//! Deadlines as a calendar file (RFC 5545).
//!
//! Written by hand: the crate for it gives every alarm a random UID and a stamp of its own clock,
//! and two files of the same deadlines must be the same bytes.

use std::io::{self, Write};

use crate::domain::record::Time;

/// The longest line in octets, its end not counted.
const LINE_OCTETS: usize = 75;

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    /// The same for the same deadline in every file, so that a calendar moves it rather than adding
    /// another.
    pub uid: String,
    pub summary: String,
    pub description: String,
    pub due: Time,
    pub url: Option<String>,
    pub overdue: bool,
}

/// Writes the deadlines as events, since not every calendar shows tasks. Each is a moment that keeps
/// nobody busy, with an alarm a quarter of an hour before.
pub(crate) fn calendar(
    deadlines: &[Deadline],
    now: Time,
    name: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines = Lines { out };
    lines.plain("BEGIN", "VCALENDAR")?;
    lines.plain("VERSION", "2.0")?;
    lines.plain("PRODID", "-//incident//inc//EN")?;
    lines.plain("CALSCALE", "GREGORIAN")?;
    lines.plain("METHOD", "PUBLISH")?;
    lines.text("X-WR-CALNAME", name)?;
    for deadline in deadlines {
        lines.event(deadline, now)?;
    }
    lines.plain("END", "VCALENDAR")
}

struct Lines<'a> {
    out: &'a mut dyn Write,
}

impl Lines<'_> {
    fn event(&mut self, deadline: &Deadline, now: Time) -> io::Result<()> {
        // Calendars have no mark for what is late, so its name says it.
        let summary = if deadline.overdue {
            format!("OVERDUE: {}", deadline.summary)
        } else {
            deadline.summary.clone()
        };
        self.plain("BEGIN", "VEVENT")?;
        self.text("UID", &deadline.uid)?;
        self.plain("DTSTAMP", &utc(now))?;
        // Without an end it ends when it begins, which is what a deadline does.
        self.plain("DTSTART", &utc(deadline.due))?;
        self.text("SUMMARY", &summary)?;
        if !deadline.description.is_empty() {
            self.text("DESCRIPTION", &deadline.description)?;
        }
        if let Some(url) = &deadline.url {
            self.plain("URL", &address(url))?;
        }
        self.plain("TRANSP", "TRANSPARENT")?;
        self.plain("BEGIN", "VALARM")?;
        self.plain("ACTION", "DISPLAY")?;
        self.text("DESCRIPTION", &summary)?;
        self.plain("TRIGGER", "-PT15M")?;
        self.plain("END", "VALARM")?;
        self.plain("END", "VEVENT")
    }

    /// A line whose value is words.
    fn text(&mut self, name: &str, words: &str) -> io::Result<()> {
        self.plain(name, &escaped(words))
    }

    /// A line whose value has its own grammar, folded where it is long.
    fn plain(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let mut octets = 0;
        for letter in line.chars() {
            if octets + letter.len_utf8() > LINE_OCTETS {
                self.out.write_all(b"\r\n ")?;
                // The blank belongs to the line it begins.
                octets = 1;
            }
            octets += letter.len_utf8();
            let mut buffer = [0; 4];
            self.out
                .write_all(letter.encode_utf8(&mut buffer).as_bytes())?;
        }
        self.out.write_all(b"\r\n")
    }
}

fn utc(time: Time) -> String {
    time.0.to_utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// Words as a value may hold them: nothing in them ends the line or the value.
fn escaped(words: &str) -> String {
    let words = words.replace("\r\n", "\n");
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '\\' | ';' | ',' => text.extend(['\\', letter]),
            // A lone carriage return and the line ends of Unicode end a line for some readers.
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push_str("\\n"),
            '\t' => text.push(' '),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
}

/// An address as a value may hold it: what does not belong into one is left out.
fn address(url: &str) -> String {
    url.chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use icalendar::parser::{Component, Property, read_calendar, unfold};
    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> Time {
        text.parse().expect(text)
    }

    fn deadline(summary: &str) -> Deadline {
        Deadline {
            uid: "INC-2025-001/notify@inc".to_owned(),
            summary: summary.to_owned(),
            description: "Tell the authority".to_owned(),
            due: time("2025-11-29T13:00:00+03:00"),
            url: None,
            overdue: false,
        }
    }

    fn written(deadlines: &[Deadline], name: &str) -> String {
        let mut out = Vec::new();
        let now = time("2025-11-29T10:00:00+03:00");
        calendar(deadlines, now, name, &mut out).expect("a writer that takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    /// What another program reads in it: the properties of the calendar, and its events.
    fn read(text: &str) -> (Properties, Vec<Event>) {
        let text = unfold(text);
        let calendar = read_calendar(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let event = |event: &Component| {
            assert_eq!(event.name, "VEVENT");
            let alarms = event.components.iter();
            (
                properties(&event.properties),
                alarms.map(|alarm| properties(&alarm.properties)).collect(),
            )
        };
        (
            properties(&calendar.properties),
            calendar.components.iter().map(event).collect(),
        )
    }

    type Properties = Vec<(String, String)>;
    type Event = (Properties, Vec<Properties>);

    fn properties(read: &[Property]) -> Properties {
        let pair = |one: &Property| (one.name.to_string(), one.val.to_string());
        read.iter().map(pair).collect()
    }

    fn value<'a>(properties: &'a Properties, name: &str) -> &'a str {
        let mut found = properties.iter().filter(|(key, _)| key == name);
        let (_, value) = found.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    fn the_event(text: &str) -> Event {
        let mut events = read(text).1;
        assert_eq!(events.len(), 1, "{text}");
        events.remove(0)
    }

    /// Words as a calendar may show them.
    fn plain(words: &str) -> String {
        words
            .replace("\r\n", "\n")
            .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
            .replace('\t', " ")
            .chars()
            .filter(|letter| *letter == '\n' || !letter.is_control())
            .collect()
    }

    #[test]
    fn a_calendar_is_these_bytes() {
        let mut late = deadline("Post-incident review");
        late.uid = "INC-2025-001/review@inc".to_owned();
        late.overdue = true;
        late.description = String::new();
        late.url = Some("https://example.com/INC-2025-001?a=b,c;d".to_owned());
        let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//incident//inc//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Deadlines\\, all
BEGIN:VEVENT
UID:INC-2025-001/notify@inc
DTSTAMP:20251129T070000Z
DTSTART:20251129T100000Z
SUMMARY:Notify
DESCRIPTION:Tell the authority
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Notify
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:INC-2025-001/review@inc
DTSTAMP:20251129T070000Z
DTSTART:20251129T100000Z
SUMMARY:OVERDUE: Post-incident review
URL:https://example.com/INC-2025-001?a=b,c;d
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:OVERDUE: Post-incident review
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
";
        let text = written(&[deadline("Notify"), late], "Deadlines, all");
        assert_eq!(text, expected.replace('\n', "\r\n"));
        let (_, events) = read(&text);
        assert_eq!(events.len(), 2);
        assert_eq!(events[1].1.len(), 1);
    }

    #[test]
    fn no_deadlines_are_a_calendar() {
        let (calendar, events) = read(&written(&[], "Nothing due"));
        assert!(events.is_empty());
        assert_eq!(value(&calendar, "METHOD"), "PUBLISH");
        assert_eq!(value(&calendar, "X-WR-CALNAME"), "Nothing due");
    }

    #[test]
    fn words_cannot_become_lines() {
        for (summary, seen) in [
            (
                "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
                "a\\nEND:VEVENT\\nBEGIN:VEVENT\\nSUMMARY:b",
            ),
            ("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\\n"),
            ("a\rb\nc\u{2028}d\u{85}e", "a\\nb\\nc\\nd\\ne"),
            ("\u{1b}[31mred\0\u{9b}\u{7f}", "[31mred"),
            ("C:\\new; a, b", "C:\\\\new\\; a\\, b"),
            ("tab\there", "tab here"),
            ("", ""),
            (":;=\"^n", ":\\;=\"^n"),
        ] {
            let mut hostile = deadline(summary);
            hostile.description = summary.to_owned();
            hostile.uid = format!("{summary}@inc");
            hostile.url = Some(format!("https://example.com/{summary}"));
            let text = written(&[hostile], summary);
            let (event, alarms) = the_event(&text);
            let unfolded = text.replace("\r\n ", "");
            assert!(
                unfolded.contains(&format!("\r\nSUMMARY:{seen}\r\n")),
                "{text}"
            );
            assert_eq!(value(&event, "SUMMARY"), plain(summary));
            assert_eq!(value(&event, "UID"), plain(&format!("{summary}@inc")));
            assert_eq!(value(&event, "DTSTART"), "20251129T100000Z");
            assert_eq!(alarms.len(), 1);
            assert_eq!(value(&alarms[0], "DESCRIPTION"), plain(summary));
            let url = value(&event, "URL");
            assert!(!url.contains(char::is_whitespace), "{url}");
        }
    }

    #[test]
    fn a_long_line_is_folded_between_letters() {
        for words in [
            "x".repeat(400),
            "تم تجميد عمليات الاسترداد حتى إشعار آخر، والفريق يراجع السجلات الآن".repeat(4),
            "🔥🚒👩‍🚒".repeat(40),
            format!("{}é{}", "x".repeat(66), "é".repeat(80)),
            "word ".repeat(60),
        ] {
            let text = written(&[deadline(&words)], &words);
            assert!(text.lines().any(|line| line.starts_with(' ')));
            let (event, _) = the_event(&text);
            assert_eq!(value(&event, "SUMMARY"), words);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_due_is_read_as_it_was_written(
            summary in "\\PC{0,120}|[a,;:\\\\\"\r\n\t\u{1b}é🔥م ]{0,200}",
            description in "\\PC{0,200}|(.|\n){0,200}",
        ) {
            let mut due = deadline(&summary);
            due.description = description;
            let text = written(&[due.clone()], &summary);
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS, "{line}");
                prop_assert!(!line.contains(char::is_control), "{line:?}");
            }
            let (calendar, _) = read(&text);
            let (event, alarms) = the_event(&text);
            prop_assert_eq!(value(&event, "SUMMARY"), plain(&summary));
            prop_assert_eq!(value(&alarms[0], "DESCRIPTION"), plain(&summary));
            prop_assert_eq!(value(&calendar, "X-WR-CALNAME"), plain(&summary));
            if !due.description.is_empty() {
                prop_assert_eq!(value(&event, "DESCRIPTION"), plain(&due.description));
            }
        }
    }
}
