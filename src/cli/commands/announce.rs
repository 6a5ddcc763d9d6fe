//! `inc announce`: an external message, linted, approved by its digest, and only then recorded.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::lint::Passage;
use crate::domain::plan::raw::MessageTemplate;
use crate::domain::plan::{Case, NameKind, Plan};
use crate::domain::record::Audience;
use crate::domain::record::seal::text_digest;
use crate::domain::report::{Message, MessageInput};
use crate::domain::respond::{Approval, NewMessage};
use crate::domain::rules::communication::{EXTERNAL_MESSAGES, forbidden};
use crate::error::{Error, Result};
use crate::session::answers::interrupted;
use crate::session::change::Verb;
use crate::session::channel;
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::At;
use crate::session::pick::Picked;
use crate::ui::output::print_json;
use crate::ui::prompt::{Choice, EXPLAINED, Prompt};
use crate::ui::style::{one_line, shown};

/// Record an external message after its exact text is approved
#[derive(Debug, Args)]
#[command(
    after_help = "Without an approval, nothing is recorded: the text and its digest are printed, and the exit code is 1 if the text contains anything the plan forbids. An approval covers one exact text: any change voids it.\n\n\
                  Examples:\n  \
                  inc announce --message notice.txt\n  \
                  inc announce --message notice.txt --ground contract --approved-by CTO --approves 3fa94c21\n  \
                  inc announce --template customer-notice --set customer=\"parents of Riverside\" --set what-happened=\"credits came twice\""
)]
pub(crate) struct Announce {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Template for external messages, or any unique part of its name
    #[arg(short, long, value_name = "NAME")]
    template: Option<String>,
    /// A value for one of the template's fields
    #[arg(long = "set", value_name = "FIELD=TEXT", allow_hyphen_values = true)]
    fields: Vec<String>,
    /// Read the whole text from a file; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "fields")]
    message: Option<PathBuf>,
    /// The ground in the plan that allows the message
    #[arg(long, value_name = "GROUND")]
    ground: Option<String>,
    /// Who approves the text; the plan says who may
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    approved_by: Option<String>,
    /// The digest of the approved text, or at least its first 8 digits
    #[arg(long, value_name = "DIGEST")]
    approves: Option<String>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    at: At,
}

/// The least number of digits that identify a digest.
const DIGITS: usize = 8;

impl Announce {
    pub(crate) fn run(mut self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let lint = context.lint()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let template = self.template(&plan)?;
        let mut prompt = context.prompt();
        let given = self.approval(&plan)?;
        let text = self.text(context, &mut prompt, &case, template)?;
        let digest = text_digest(&text);
        let passages = forbidden(&lint, &case, &text);

        let Some((approval, approves)) = given else {
            self.print(context, &text, &digest, &passages)?;
            if !passages.is_empty() {
                // What was typed into a walk is given back, to be typed again without the passage.
                if !self.fields.is_empty() && self.shown.format == Format::Text {
                    let again = self.again(template).line(&picked.address);
                    context.say("the text you typed, to be corrected:");
                    context.say_lines([format!("  {}", context.look().command(&again))]);
                }
                return Err(Error::refused(""));
            }
            let asked = match &mut prompt {
                Some(prompt) if self.shown.format == Format::Text => {
                    let again = || Some(self.again(template));
                    ask(prompt.as_mut(), &plan, &digest)
                        .map_err(|error| error.item("to go on from here", again()))?
                }
                _ => None,
            };
            let Some(approval) = asked else {
                self.print_approval_steps(context, &picked, template, &digest);
                return Ok(());
            };
            return self.record(context, &picked, &plan, template, text, approval);
        };
        if !passages.is_empty() {
            print_passages(context, &passages);
            return Err(Error::refused(format!(
                "the text contains {} that the plan forbids; nothing was recorded",
                crate::ui::words::count(passages.len(), "passage")
            )));
        }
        let approved = approves.to_lowercase();
        if approved.len() < DIGITS {
            return Err(Error::usage(format!(
                "--approves: {approved} is too short; give at least {DIGITS} digits of the digest"
            )));
        }
        if !digest.starts_with(&approved) {
            return Err(Error::refused(
                "the approval is for another text; nothing was recorded",
            )
            .fix(format!("approved  {approved}"))
            .fix(format!("this text {digest}"))
            .fix("show the text as it is now to whoever approves it, and let them approve its digest"));
        }
        self.record(context, &picked, &plan, template, text, approval)
    }

    fn template<'p>(&self, plan: &'p Plan) -> Result<&'p MessageTemplate> {
        let external = plan.vocabulary(NameKind::Template(Some(Audience::External)));
        let id = match (&self.template, external.names.as_slice()) {
            (Some(given), _) => external.resolve(given)?,
            (None, [only]) => only.id.to_string(),
            (None, _) => {
                let ids: Vec<&str> = external.ids().collect();
                return Err(Error::usage(format!(
                    "no template given: --template {}",
                    ids.join(" or --template ")
                )));
            }
        };
        let mut templates = plan.communication.templates.iter();
        templates
            .find(|template| template.id == id)
            .ok_or_else(|| Error::usage(format!("there is no template `{id}`")))
    }

    /// Returns the whole text: from a file, or from the template and its fields.
    fn text(
        &mut self,
        context: &Context,
        prompt: &mut Option<Box<dyn Prompt>>,
        case: &Case<'_>,
        template: &MessageTemplate,
    ) -> Result<String> {
        if let Some(path) = &self.message {
            return from_file(context, path);
        }
        let mut input = MessageInput::default();
        for given in &self.fields {
            let (id, text) = names::message_field(case.plan, &template.id, given)?;
            input.fields.insert(id, text);
        }
        let missing = template
            .fields
            .iter()
            .filter(|field| !input.fields.contains_key(&field.id));
        let missing: Vec<_> = missing.collect();
        if !missing.is_empty() {
            let Some(prompt) = prompt else {
                let command = missing.iter().fold(self.again(template), |command, field| {
                    command.arg("--set").arg(format!("{}=<TEXT>", field.id))
                });
                let whole = Command::plain(["announce", "--message", "<FILE>"]);
                return Err(Error::usage(format!(
                    "{} needs {} more",
                    template.id,
                    crate::ui::words::count(missing.len(), "field")
                ))
                .item("say it", Some(command))
                .fix(Fix::from(whole).after("or give the whole text:"))
                .addressed(context.address(Some(case.record.id.clone()))));
            };
            for field in missing {
                let asked = prompt.text(&field.ask, None).map_err(|_| {
                    interrupted().item("to go on from here", Some(self.again(template)))
                })?;
                let text = asked.ok_or_else(|| {
                    let set = format!("{}=<TEXT>", field.id);
                    let again = self.again(template).arg("--set").arg(set);
                    let open = format!("“{}” has no answer; nothing was recorded", field.ask);
                    Error::usage(open).item("to go on from here", Some(again))
                })?;
                self.fields.push(format!("{}={text}", field.id));
                input.fields.insert(field.id.clone(), text);
            }
        }
        Ok(channel::filled(context, &template.id, *case, &input)?.plain())
    }

    /// Returns the approval if all of its parts are given.
    fn approval(&self, plan: &Plan) -> Result<Option<(Approval, String)>> {
        match (&self.ground, &self.approved_by, &self.approves) {
            (None, None, None) => Ok(None),
            (Some(ground), Some(approver), Some(approves)) => {
                let approval = Approval {
                    ground: plan.resolve(NameKind::Ground, ground)?,
                    approved_by: names::approver(plan, EXTERNAL_MESSAGES, approver)?,
                };
                Ok(Some((approval, approves.clone())))
            }
            (ground, approver, approves) => {
                let missing = [
                    (ground.is_none(), "--ground <GROUND>"),
                    (approver.is_none(), "--approved-by <WHO>"),
                    (approves.is_none(), "--approves <DIGEST>"),
                ];
                let missing: Vec<&str> = missing
                    .into_iter()
                    .filter(|(is_missing, _)| *is_missing)
                    .map(|(_, flag)| flag)
                    .collect();
                Err(Error::usage(format!(
                    "an approval needs a ground, a person and a digest: add {}",
                    missing.join(" ")
                )))
            }
        }
    }

    fn record(
        &self,
        context: &Context,
        picked: &Picked,
        plan: &Plan,
        template: &MessageTemplate,
        text: String,
        approval: Approval,
    ) -> Result<()> {
        let who = approval.approved_by.clone();
        let new = NewMessage {
            template: template.id.clone(),
            text: text.clone(),
            next_update_at: None,
            approval: Some(approval),
        };
        let subject = format!("announced: {}, approved by {who}", template.title);
        let verb = Verb::new("announce", &subject).at(&self.at);
        let done = context.change(picked, &verb, |response| {
            response.communicate(new);
        })?;
        match self.shown.format {
            Format::Json => print_json(&json!(done.after.communications.last()))?,
            Format::Text => outln!("{}", shown(&text).trim_end()),
        }
        context.print_outcome(&done, &subject);
        context.print_next(&done.after, plan, done.now, &done.address, 2);
        Ok(())
    }

    fn print(
        &self,
        context: &Context,
        text: &str,
        digest: &str,
        passages: &[Passage],
    ) -> Result<()> {
        if self.shown.format == Format::Json {
            let findings: Vec<Value> = passages.iter().map(passage_json).collect();
            return print_json(&json!({"text": text, "sha256": digest, "findings": findings}));
        }
        outln!("{}", shown(text).trim_end());
        context.say("");
        context.say(format!("sha256  {digest}"));
        print_passages(context, passages);
        Ok(())
    }

    /// Returns the command that announces the same message again.
    fn again(&self, template: &MessageTemplate) -> Command {
        let mut command = Command::on_incident("announce");
        if let Some(path) = &self.message {
            command = command.arg("--message").arg(path.display().to_string());
        }
        if self.template.is_some() || self.message.is_none() {
            command = command.arg("--template").arg(&template.id);
        }
        let fields = self.fields.iter();
        fields.fold(command, |command, field| command.arg("--set").arg(field))
    }

    /// Says that nothing is recorded yet.
    fn print_approval_steps(
        &self,
        context: &Context,
        picked: &Picked,
        template: &MessageTemplate,
        digest: &str,
    ) {
        if self.shown.format == Format::Json {
            return;
        }
        let command = self
            .again(template)
            .args(["--ground", "<GROUND>", "--approved-by", "<WHO>"])
            .arg("--approves")
            .arg(&digest[..DIGITS]);
        context.say("nothing is recorded yet; to record this text after its approval:");
        context.say_fixes(&[command.into()], &picked.address, context.look());
    }
}

/// Asks the person at the terminal to read the text and type the beginning of its digest.
fn ask(prompt: &mut dyn Prompt, plan: &Plan, digest: &str) -> Result<Option<Approval>> {
    let question = format!("Approve{EXPLAINED}Is this exact text approved?");
    let now = prompt
        .confirm(&question, false)
        .map_err(|_| interrupted())?;
    if now != Some(true) {
        return Ok(None);
    }
    let grounds = &plan.communication.external_grounds;
    let choices: Vec<Choice> = grounds
        .iter()
        .map(|ground| Choice::new(ground.title.clone()))
        .collect();
    let ground = prompt.select("Ground", &choices, None);
    let Some(ground) = ground.map_err(|_| interrupted())? else {
        return Ok(None);
    };
    let approvers = plan.approvers(EXTERNAL_MESSAGES);
    let choices: Vec<Choice> = approvers.iter().map(|name| Choice::new(*name)).collect();
    let approver = prompt.select("Approver", &choices, None);
    let Some(approver) = approver.map_err(|_| interrupted())? else {
        return Ok(None);
    };
    let question = format!("First {DIGITS} digits of the digest");
    let typed = prompt.text(&question, None).map_err(|_| interrupted())?;
    let Some(typed) = typed else { return Ok(None) };
    if typed.len() < DIGITS || !digest.starts_with(&typed.to_lowercase()) {
        return Err(Error::refused(
            "the digest does not match this text; nothing was recorded",
        ));
    }
    Ok(Some(Approval {
        ground: grounds[ground].id.clone(),
        approved_by: approvers[approver].to_owned(),
    }))
}

/// Normalizes line endings and removes control characters.
fn from_file(context: &Context, path: &std::path::Path) -> Result<String> {
    let name = path.display();
    let cannot =
        |error: std::io::Error| Error::environment(format!("{name} cannot be read: {error}"));
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(cannot)?;
        bytes
    } else {
        std::fs::read(context.world.folder.join(path)).map_err(cannot)?
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::environment(format!("{name} is not UTF-8 text")))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if let Some(control) = text
        .chars()
        .find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'))
    {
        return Err(Error::usage(format!(
            "{name} contains the control character U+{:04X}; a message must be plain text",
            control as u32
        )));
    }
    if text.trim().is_empty() {
        return Err(Error::usage(format!("{name} is empty")));
    }
    Ok(Message::of(&text).plain())
}

fn passage_json(passage: &Passage) -> Value {
    json!({
        "kind": passage.kind,
        "line": passage.line,
        "column": passage.column,
        "passage": passage.masked(),
        "why": passage.why,
    })
}

fn print_passages(context: &Context, passages: &[Passage]) {
    let look = context.look();
    for passage in passages {
        context.say(format!(
            "{} {}:{}: {}: \u{201c}{}\u{201d}",
            look.error(&format!("forbidden[{}]", passage.kind)),
            passage.line,
            passage.column,
            passage.why,
            one_line(&passage.masked())
        ));
    }
}
