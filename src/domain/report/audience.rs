//! Who a report is for, as the first line of its template says: `{#- audience: external -#}`.

use super::error::ReportError;
use crate::domain::record::Audience;
use crate::domain::record::nearest::nearest;

const KEY: &str = "audience:";
const NAMES: [(&str, Audience); 2] = [
    ("internal", Audience::Internal),
    ("external", Audience::External),
];

/// Who a template is for; internal where it does not say.
///
/// A slip of the pen must not show to outsiders what is restricted, so a word that is neither, and an
/// audience further down, where it would be overlooked, are errors.
pub(crate) fn of(name: &str, template: &str) -> Result<Audience, ReportError> {
    let wrong = |line: usize, message: String| ReportError {
        template: name.to_owned(),
        line: Some(line),
        column: None,
        message,
        hint:
            "write {#- audience: external -#} in the first line, or nothing for an internal report"
                .to_owned(),
    };
    let mut audience = Audience::Internal;
    for (index, line) in template.lines().enumerate() {
        let Some(word) = said(line) else { continue };
        if index > 0 {
            let message = "the audience must be in the first line".to_owned();
            return Err(wrong(index + 1, message));
        }
        let Some((_, named)) = NAMES.iter().find(|(name, _)| *name == word) else {
            let names = NAMES.map(|(name, _)| name);
            let meant = nearest(word, names).unwrap_or("internal` or `external");
            let message = format!("there is no audience `{word}`; did you mean `{meant}`?");
            return Err(wrong(1, message));
        };
        audience = *named;
    }
    Ok(audience)
}

/// What a comment that speaks of the audience says of it.
fn said(line: &str) -> Option<&str> {
    let (_, comment) = line.trim_start_matches('\u{feff}').split_once("{#")?;
    let word = comment.trim_start_matches(['-', '+']).trim_start();
    let word = word.strip_prefix(KEY)?;
    let word = word.split("#}").next().unwrap_or_default();
    Some(word.trim_end_matches(['-', '+']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_who_it_is_for_and_nothing_else_does() {
        for (template, audience) in [
            ("", Audience::Internal),
            ("## {{ id }}\n", Audience::Internal),
            (
                "{#- audience: external -#}\n## {{ id }}\n",
                Audience::External,
            ),
            ("{# audience: external #}\n", Audience::External),
            ("{#-audience:internal-#}\n", Audience::Internal),
            ("{# for the audience: nobody #}\n", Audience::Internal),
        ] {
            assert_eq!(of("x", template), Ok(audience), "{template}");
        }
        for (template, line, said) in [
            ("{#- audience: extern -#}\n", 1, "did you mean `external`?"),
            (
                "{#- audience: everybody -#}\n",
                1,
                "no audience `everybody`",
            ),
            ("{#- audience: -#}\n", 1, "no audience ``"),
            ("## {{ id }}\n{#- audience: external -#}\n", 2, "first line"),
        ] {
            let error = of("x", template).expect_err(template);
            assert_eq!(error.line, Some(line), "{template}");
            assert!(error.message.contains(said), "{}", error.message);
        }
    }
}
