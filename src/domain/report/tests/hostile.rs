//! Whatever somebody typed, a report keeps its shape.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::report::engine::fill_from;

const NASTY: &str = "a | b\n<script>alert(1)</script> `code` --> | **x**\r\n# no heading\n\
                     - [x] no task\n![i](http://e.org/p.png) \u{202e}\u{642}\u{627}\u{639}\u{62f}\u{629}\u{202c} \\|";

fn nasty() -> Record {
    let mut record = record(CLOSED);
    let text = || NASTY.to_owned();
    record.title = text();
    record.owner = Some(text());
    record.services = vec![text(), text()];
    record.impact.users = Some(text());
    record.resolution = Some(text());
    record.verification = Some(text());
    for event in &mut record.timeline {
        event.event = text();
        event.notes = Some(text());
        event.owner = Some(text());
    }
    for action in &mut record.actions {
        action.action = text();
        action.owner = Some(text());
    }
    for item in &mut record.evidence {
        item.location = text();
        item.collected_by = text();
    }
    for waiver in &mut record.waivers {
        waiver.reason = text();
    }
    if let Some(review) = &mut record.review {
        review.participants = vec![text()];
        for section in [
            "went-well",
            "improve",
            "lessons",
            "preventive-actions",
            "follow-up-deadline",
        ] {
            review.sections.insert(section, text());
        }
    }
    record
}

/// Headings and tables: what a reader sees of the shape of a document.
fn shape(document: &str) -> (Vec<String>, Vec<(usize, usize)>) {
    let headings = document
        .lines()
        .filter(|line| line.starts_with("###"))
        .map(str::to_owned);
    let tables = tables(document)
        .iter()
        .map(|table| (table.len(), table[0].len()))
        .collect();
    (headings.collect(), tables)
}

#[test]
fn no_text_changes_the_shape_of_a_report() {
    for (name, _) in TEMPLATES {
        let document = try_report(name, &nasty(), &plan()).expect("a report");
        assert_eq!(
            shape(&document),
            shape(&report(name, CLOSED)),
            "{name}\n{document}"
        );
        for markup in [
            "<script",
            "-->",
            "\u{202e}",
            " `code`",
            "![i]",
            "**x**",
            "\n# ",
            "\n- \\[x\\] no task\n- \\[x\\]",
        ] {
            assert!(!document.contains(markup), "{name}: {markup:?}\n{document}");
        }
        assert!(
            document.contains("{U+202E}\u{642}"),
            "{name}: shown, not obeyed"
        );
    }
}

#[test]
fn a_template_cannot_forget_to_escape() {
    let view = json!({"x": "a|b\n# c", "none": null, "list": ["p|q", "r"], "count": 3});
    assert_eq!(fill_from("{{ x }} {{ count }}", &view), "a\\|b<br># c 3\n");
    assert_eq!(fill_from("{{ x ~ '|' }}", &view), "a\\|b<br># c\\|\n");
    assert_eq!(fill_from("{{ list | join('|') }}", &view), "p\\|q\\|r\n");
    assert_eq!(
        fill_from("{% macro m(v) %}[{{ v }}]{% endmacro %}{{ m(x) }}", &view),
        "[a\\|b<br># c]\n"
    );
    assert_eq!(
        fill_from("{% set y %}{{ x }}{% endset %}{{ y }}", &view),
        "a\\|b<br># c\n"
    );
    assert_eq!(fill_from("{{ x | paragraph }}", &view), "a\\|b\\\n\\# c\n");
    assert_eq!(fill_from("{{ x | safe }}", &view), "a|b\n# c\n");
    assert_eq!(
        fill_from(
            "{{ none }}, {{ none | listed if none else [] | listed }}",
            &view
        ),
        "Under Review, Under Review\n"
    );
    assert_eq!(
        fill_from("{{ none | quote }}\n{{ none | bullets }}", &view),
        "> Under Review\n- Under Review\n"
    );
}

proptest! {
    #[test]
    fn a_row_has_its_cells_whatever_is_in_them(left in any::<String>(), middle in "[|\\\\\n`<>~*_ab\\[\\]&;#-]{0,24}", right in ".{0,12}\\\\{0,3}") {
        // Both with blanks around the values, as people write, and without.
        for template in ["| {{ a }} | {{ b }} | {{ c }} |", "|{{ a }}|{{ b }}|{{ c }}|"] {
            let document = fill_from(template, json!({"a": left, "b": middle, "c": right}));
            prop_assert_eq!(document.lines().count(), 1, "{}", document);
            prop_assert_eq!(document.matches('\n').count(), 1);
            prop_assert_eq!(cells(document.trim_end_matches('\n')).len(), 3, "{}", document);
        }
    }
}
