//! A broken template says where, what, and what to do.

use super::*;

fn broken(template: &str) -> ReportError {
    render("weekly", template, Case::new(&record(CLOSED), &plan())).expect_err("a broken template")
}

#[test]
fn a_broken_template_is_reported_with_its_line() {
    for (template, line, said) in [
        (
            "# {{ id }}\n\n{{ titel }}\n",
            3,
            "there is no field `titel`; did you mean `title`?",
        ),
        (
            "{{ id }}\n{% for e in timeline %}\n{{ e.time }} {{ e.headlin }}\n{% endfor %}",
            3,
            "there is no field `headlin`; did you mean `headline`?",
        ),
        (
            "\n{{ root_cause.texts }}",
            2,
            "there is no field `texts`; did you mean `text`?",
        ),
        (
            "{{ id | bulets }}",
            1,
            "there is no filter `bulets`; did you mean `bullets`?",
        ),
        ("a\n{% for e in timeline %}\n", 2, "this cannot be read: "),
        ("a\n{{ id }", 2, "this cannot be read: "),
        (
            "{% include 'head.md' %}",
            1,
            "a report template cannot include",
        ),
        ("{{ now() }}", 1, "there is no function `now`"),
    ] {
        let error = broken(template);
        assert_eq!(error.line, Some(line), "{template}: {error}");
        assert!(error.message.starts_with(said), "{template}: {error}");
        assert!(error.column.is_some(), "{template}: {error}");
        assert_eq!(error.template, "weekly");
        assert!(error.hint.starts_with("fix that line"));
    }
    assert_eq!(
        broken("{{ titel }}").to_string(),
        "the report template `weekly`, line 1: there is no field `titel`; did you mean `title`?"
    );
}

#[test]
fn what_is_written_in_place_of_a_shipped_template_may_be_taken_away() {
    let error = render("timeline", "{{ x }}", Case::new(&record(CLOSED), &plan()))
        .expect_err("a broken template");
    assert!(error.hint.contains("remove the file"));
}
