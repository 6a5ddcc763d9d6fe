//! What is said to a person after a change: short, and what comes next.

use console::measure_text_width;

use crate::domain::clocks::{self, Clock};
use crate::domain::command::{Address, Command};
use crate::domain::fix::Fix;
use crate::domain::next::steps;
use crate::domain::plan::Case;
use crate::domain::record::{Record, Time};
use crate::error::{Error, Kind, Result};
use crate::session::ask::Walked;
use crate::session::change::Done;
use crate::session::context::Context;
use crate::ui::steps::step_lines;
use crate::ui::style::{Look, one_line};
use crate::ui::table::{GAP, fit};

impl Context {
    /// One line about the incident after a change: where it stands now.
    pub(crate) fn print_outcome(&self, done: &Done, what: &str) {
        let look = self.look();
        let (before, after) = (&done.before, &done.after);
        if done.is_unchanged() {
            return self.say(format!("{}  nothing to change", after.id));
        }
        let mut moved = Vec::new();
        if before.severity != after.severity {
            moved.push(format!(
                "{} \u{2192} {}",
                before.severity,
                look.bold(&after.severity)
            ));
        }
        if before.status != after.status {
            moved.push(format!(
                "{} \u{2192} {}",
                before.status,
                look.bold(after.status.id())
            ));
        }
        let id = look.dim(&after.id);
        let moved: String = moved.iter().map(|moved| format!("  {moved}")).collect();
        // Of a long list of actions the beginning is enough; where it led to is what counts.
        let taken = measure_text_width(&moved) + GAP + measure_text_width(&id);
        let what = format!("{}{}", self.on_another_day(done), one_line(what));
        let what = fit(&what, self.width().saturating_sub(taken));
        self.say(format!("{what}{moved}  {id}"));
        self.print_stopped_clocks(done);
    }

    /// Clocks of the law that ran and are gone without what they wanted: nobody stops one unawares.
    fn print_stopped_clocks(&self, done: &Done) {
        let regulatory = done.before.regulatory.as_ref();
        if regulatory.is_none_or(|regulatory| regulatory.aware_at.is_none()) {
            return;
        }
        let Ok(plan) = self.plan() else { return };
        let (before, after) = (
            Case::new(&done.before, &plan),
            Case::new(&done.after, &plan),
        );
        let left = clocks::all(&after);
        let is_gone = |clock: &Clock| {
            clock.kind == clocks::Kind::Regulatory
                && !left.iter().any(|known| known.what == clock.what)
        };
        let mut gone = clocks::running(&before);
        gone.retain(is_gone);
        if !gone.is_empty() {
            let names: Vec<&str> = gone.iter().map(|clock| clock.what.as_str()).collect();
            let warning = self.look().warning("warning:");
            let said = format!(
                "  {warning} the deadline for {} no longer applies: by the recorded facts, there is no duty",
                names.join(", ")
            );
            self.say_hanging(&said, 4);
        }
    }

    /// When it happened, where that was not today: `07:30` typed at seven was taken for yesterday's.
    pub(crate) fn on_another_day(&self, done: &Done) -> String {
        match self.zone() {
            Ok(zone) if zone.day(done.at) != zone.day(done.now) => {
                format!("{}  ", zone.minute(done.at))
            }
            _ => String::new(),
        }
    }

    /// The most urgent steps, a line each.
    pub(crate) fn print_next(
        &self,
        record: &Record,
        plan: &crate::domain::plan::Plan,
        now: Time,
        address: &Address,
        most: usize,
    ) {
        let steps = steps(&Case::new(record, plan), now);
        let steps = &steps[..steps.len().min(most)];
        let width = self.width();
        self.say_lines(step_lines(steps, plan, now, address, Look::ERR, width, 2));
    }
}

impl Walked {
    /// After the answers are kept: an interrupted walk ends as interrupted programs do.
    pub(crate) fn end(self, done: &Done, verb: &str) -> Result<()> {
        let resume = Fix::from(Command::on_incident(verb)).explained("goes on from here");
        let kept = if done.is_unchanged() {
            "nothing was changed"
        } else {
            "your answers so far are saved"
        };
        match self {
            Walked::Through => Ok(()),
            Walked::Interrupted => Err(Error::new(
                Kind::Interrupted,
                format!("interrupted; {kept}"),
            )
            .fix(resume)
            .addressed(done.address.clone())),
        }
    }
}
