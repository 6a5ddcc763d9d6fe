//! What people and programs see. Takes data, and knows nothing of commands and files.
//!
//! | file | its job |
//! |---|---|
//! | `output` | writes to standard output and standard error |
//! | `pager` | shows a long output in the user's pager |
//! | `prompt` | asks questions |
//! | `progress` | shows how far a long operation is |
//! | `error_report`, `hints` | prints an error, and what to type next, in the width of the terminal |
//! | `style`, `wrap`, `words` | colours and safe text; line breaks; times and counts in words |
//! | `table`, `bars` | columns, and columns with bars |
//! | `steps`, `clocks`, `stats` | the steps of `inc next`, deadlines, and figures |
//! | `findings` | findings, a file per format |
//! | `ics` | deadlines as a calendar |
//! | `slack` | a message as Slack's blocks |

#[macro_use]
pub(crate) mod output;
pub(crate) mod bars;
pub(crate) mod clocks;
pub(crate) mod error_report;
pub(crate) mod findings;
pub(crate) mod fixes;
pub(crate) mod ics;
pub(crate) mod pager;
pub(crate) mod progress;
pub(crate) mod prompt;
pub(crate) mod slack;
pub(crate) mod stats;
pub(crate) mod steps;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod words;
pub(crate) mod wrap;

pub(crate) use table::Table;
