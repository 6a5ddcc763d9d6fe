//! `inc schema`: JSON Schema of a record, the plan, `readiness.yaml` or the forbidden passages, for editors.

use clap::Args;
use schemars::generate::SchemaSettings;

use crate::cli::context::Context;
use crate::cli::output::print_json;
use crate::error::Result;
use crate::lint;
use crate::plan::raw;
use crate::readiness::Readiness;
use crate::record::Record;

/// JSON Schema of a record, of the plan, of readiness.yaml, or of forbidden passages
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc schema record > record.schema.json\n  \
                  inc schema plan")]
pub struct SchemaArgs {
    #[arg(default_value = "record")]
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    Record,
    Plan,
    Readiness,
    Lint,
}

impl SchemaArgs {
    pub fn run(self, _: &Context) -> Result<()> {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let schema = match self.of {
            Of::Record => generator.into_root_schema_for::<Record>(),
            Of::Lint => generator.into_root_schema_for::<lint::raw::Patterns>(),
            Of::Plan => generator.into_root_schema_for::<raw::Plan>(),
            Of::Readiness => generator.into_root_schema_for::<Readiness>(),
        };
        print_json(&schema)
    }
}
