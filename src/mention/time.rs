//! Time expressions and their values, after TimeML TIMEX3 (ISO-TimeML, Pustejovsky et al. 2010).
use crate::article::PartialDate;
use crate::document::Span;

/// The TIMEX3 type of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    pub span: Span,
    /// First and one past the last token.
    pub tokens: (u32, u32),
    pub kind: TimeKind,
    /// TIMEX3 value ("2024-02-14", "P3D", "PRESENT_REF"); `None` where the text gives none without guessing.
    pub value: Option<String>,
    /// The day, month or year it names, if it is one.
    pub date: Option<PartialDate>,
    /// Ends of a span of time ("from 1990 to 1994", "since 2014" has only a begin).
    pub begin: Option<PartialDate>,
    pub end: Option<PartialDate>,
}
