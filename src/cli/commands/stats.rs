//! `inc stats`: how long it takes, what recurs, what was missed, over all incidents.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;

use crate::domain::plan::Case;
use crate::domain::record::Time;
use crate::domain::stats::{Sample, Stats, sample, stats};
use crate::error::{Error, Result};
use crate::session::context::Context;
use crate::session::time;
use crate::store::LoadError;
use crate::ui::bars::Glyphs;
use crate::ui::output::{print_json, stdout, width};
use crate::ui::progress::Progress;
use crate::ui::stats::{Page, lines, write_csv};
use crate::ui::style::Look;

/// Show metrics over all incidents
#[derive(Debug, Args)]
#[command(
    after_help = "Metrics are response times, recurring causes and missed deadlines. Data that a record lacks is counted as missing, never assumed. docs/metrics.md defines each metric.\n\n\
                  Examples:\n  \
                  inc stats\n  \
                  inc stats --since 2025-01-01\n  \
                  inc stats --since 13w --format csv > quarter.csv"
)]
pub(crate) struct StatsArgs {
    /// Only incidents detected since a day, a time, or a span such as 13w
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: StatsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
    Csv,
}

/// The JSON document.
#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    /// The time zone that defines months.
    zone: &'a str,
    since: Option<Time>,
    /// Records that cannot be read and are not counted.
    broken: usize,
    #[serde(flatten)]
    stats: &'a Stats,
}

impl StatsArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (plan, now) = (context.plan()?, context.now()?);
        let since = self
            .since
            .as_deref()
            .map(|text| time::since(text, now, plan.zone()))
            .transpose()
            .map_err(|message| Error::usage(format!("--since: {message}")))?;
        let (home, known) = (context.home()?, &*plan);
        // A record is let go of as soon as its figures are known: thousands of them fit anywhere.
        let files = home.record_files();
        let progress = Progress::of_records(files.len(), "read");
        let loaded: Vec<Result<Sample, LoadError>> = files
            .into_par_iter()
            .map(|file| {
                let document = home.load(file);
                let _ = progress.advance(1);
                document.map(|document| sample(&Case::new(&document.record, known), now))
            })
            .collect();
        drop(progress);
        let mut samples = Vec::with_capacity(loaded.len());
        let mut broken = 0;
        for loaded in loaded {
            match loaded {
                Ok(sample) if since.is_some_and(|since| sample.detected_at < since) => {}
                Ok(sample) => samples.push(sample),
                // A broken record never hides the others.
                Err(error) => {
                    broken += 1;
                    context.warn_that(&context.load_error(error), "; it is not counted");
                }
            }
        }
        let stats = stats(&samples, known);
        match self.format {
            StatsFormat::Text => {
                let page = Page {
                    width: width(),
                    look: Look::OUT,
                    glyphs: Glyphs::of(context.world.unicode),
                };
                let since = since.map(|since| plan.zone().minute(since));
                for line in lines(&stats, since.as_deref(), page) {
                    outln!("{line}");
                }
                Ok(())
            }
            StatsFormat::Json => print_json(&Document {
                schema: 1,
                zone: &plan.settings.time_zone,
                since,
                broken,
                stats: &stats,
            }),
            StatsFormat::Csv => print_csv(&stats),
        }
    }
}

fn print_csv(stats: &Stats) -> Result<()> {
    let mut written = Vec::new();
    let cannot =
        |error: String| Error::environment(format!("standard output cannot be written: {error}"));
    write_csv(stats, &mut written).map_err(|error| cannot(error.to_string()))?;
    match stdout().write_all(&written) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot(error.to_string())),
        _ => Ok(()),
    }
}
