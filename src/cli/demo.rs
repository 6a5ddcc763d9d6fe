use super::context::Context;
use crate::error::Result;
use clap::Args;

/// Live through a payment incident in a throwaway repository
#[derive(Debug, Args)]
pub struct Demo {
    dir: Option<std::path::PathBuf>,
}
impl Demo {
    pub fn run(self, _c: &Context) -> Result<()> {
        Ok(())
    }
}
