//! `inc schema`: JSON Schema of a record, of the plan or of the forbidden passages, for editors.

use clap::Args;
use schemars::generate::SchemaSettings;

use crate::cli::context::Context;
use crate::cli::output::print_json;
use crate::error::Result;
use crate::lint;
use crate::plan::raw;
use crate::record::Record;

/// JSON Schema of a record, of the plan, or of forbidden passages
#[derive(Debug, Args)]
pub struct SchemaArgs {
    #[arg(default_value = "record")]
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    Record,
    Plan,
    Lint,
}

impl SchemaArgs {
    pub fn run(self, _: &Context) -> Result<()> {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let schema = match self.of {
            Of::Record => generator.into_root_schema_for::<Record>(),
            Of::Lint => generator.into_root_schema_for::<lint::raw::Patterns>(),
            Of::Plan => generator.into_root_schema_for::<raw::Plan>(),
        };
        print_json(&schema)
    }
}
