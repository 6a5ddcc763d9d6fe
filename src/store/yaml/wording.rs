//! The parser's errors in plain words: what was expected, and what to do.

use granit_parser::ErrorKind;

use super::bounds::TOO_DEEP;

/// The sentence for an error of the scanner or parser.
pub(super) fn wording(kind: &ErrorKind) -> String {
    use ErrorKind as K;
    let words = match kind {
        K::RecursionLimitExceeded => TOO_DEEP,
        K::UnclosedQuotedScalar
        | K::DocumentIndicatorInQuotedScalar
        | K::InvalidQuotedScalarIndent => UNCLOSED,
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            "expected the end of the line after the closing quote; put the quote at the end of the text, and write a quote inside it as \\\" or, between single quotes, as ''"
        }
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => {
            "a backslash in double quotes begins an escape, and this one does not exist; write \\\\ for a backslash, or use single quotes"
        }
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar
        | K::InvalidBlockEntryWhitespace
        | K::InvalidMappingValueWhitespace => TAB,
        K::UnexpectedEofFlowSequence | K::UnclosedFlowCollection { open: '[' } => {
            "a list opened with `[` is never closed; add `]`"
        }
        K::UnexpectedEofImplicitFlowMapping => {
            "expected a value before this comma; remove the comma"
        }
        K::UnexpectedEofFlowMapping | K::UnclosedFlowCollection { .. } => {
            "a mapping opened with `{` is never closed; add `}`"
        }
        K::ExpectedFlowSequenceSeparator => {
            "expected `,` or `]` in this list; separate items with commas, and put text that holds a comma or `: ` in double quotes"
        }
        K::ExpectedFlowMappingSeparator => {
            "expected `,` or `}` in this mapping; separate entries with commas, and put text that holds a comma or `: ` in double quotes"
        }
        K::MismatchedFlowCollectionEnd { .. } | K::MisplacedFlowCollectionEnd => {
            "this closing bracket matches no opening one; remove it, or put the text in double quotes"
        }
        K::MappingValueNotAllowed
        | K::InvalidColonPlacement
        | K::FlowMappingValueAdjacentCollection => {
            "unexpected `: ` inside a value; put the whole text in double quotes, or check the indentation"
        }
        K::SimpleKeyExpected
        | K::InvalidSimpleKey
        | K::ExpectedBlockMappingKey
        | K::MappingKeyNotAllowed => {
            "expected `key: value` here; check that the line is indented like its neighbours and has a `:` after its key"
        }
        K::ExpectedBlockSequenceEntry => {
            "this line is between the items of a list; begin it with `- `, or indent it like the key it belongs to"
        }
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection => {
            "a list item is not possible here; begin each item of a list with `- ` on a line of its own, all in the same column"
        }
        K::InvalidIndentation | K::InvalidFlowScalarIndent => {
            "this line has the wrong indentation; indent it by two spaces more than the key it belongs to"
        }
        K::InvalidBlockScalarIndent | K::ZeroBlockScalarIndent | K::InvalidBlockScalarHeader => {
            "a text after `|` goes on the lines below, each indented deeper than its key; only a comment may follow `|` on its own line"
        }
        K::CommentInterceptedScalar | K::CommentNotSeparated => {
            "a `#` begins a comment here; put the text in double quotes, or leave a blank before `#`"
        }
        K::UnexpectedCharacter { character } => {
            return format!("a text cannot begin with `{character}`; put it in double quotes");
        }
        K::ExpectedNodeContent
        | K::UnexpectedEndOfPlainScalar
        | K::PlainScalarStartsWithDashFlowIndicator => {
            "expected a value here; write one, or put the text in double quotes"
        }
        K::DirectiveDisallowed | K::UnsupportedYamlMajorVersion => {
            "lines that begin with `%` are directives, which a record does not use; remove the line"
        }
        K::InvalidDocumentEnd | K::ExpectedDocumentStart | K::MissingDocumentEndBeforeDirective => {
            "a record is one YAML document; remove the `---` and `...` lines and what does not belong to the mapping"
        }
        K::UnknownAnchor | K::MissingAnchorOrAliasName => {
            "`&` and `*` begin anchors and aliases, which a record does not use; write the value out, or put the text in double quotes"
        }
        K::ExpectedTagBang
        | K::InvalidGlobalTagCharacter
        | K::UndeclaredTagHandle
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidTagUtf8 => {
            "`!` begins a tag, which a record does not use; put the text in double quotes"
        }
        _ => {
            "this is not valid YAML; check the indentation and the quotes on this line and the one above"
        }
    };
    words.to_owned()
}

pub(super) const TAB: &str = "a tab cannot indent or separate here; use spaces";

pub(super) const UNCLOSED: &str = "a quoted text begins here and is not closed; add the closing quote, and indent its further lines";
