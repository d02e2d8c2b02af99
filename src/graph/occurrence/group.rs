//! Grouping of claims under one key by their dates.
use super::key::Rule;
use super::{Difference, Occurrence, Report};
use crate::article::PartialDate;
use crate::graph::dossier::When;
use crate::ontology::{ClaimClass, Modality, Role};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Days within which a plan without a date is fulfilled.
const HORIZON: i32 = 14;

/// The happenings that reports under one key tell of, each with two claims or more, or with a link to another. The
/// order of the reports does not matter.
#[must_use]
pub fn group<'a>(mut reports: Vec<Report<'a>>) -> Vec<Occurrence<'a>> {
    reports.sort_by(|a, b| place(a).cmp(&place(b)));
    // A doubt or denial without a date need not be of what others tell; with one it is.
    let mut sides: BTreeMap<Modality, Vec<Report<'a>>> = BTreeMap::new();
    for report in reports {
        let modality = report.event.modality;
        let side = if modality == Modality::Planned || day(&report).is_none() { modality } else { Modality::Actual };
        sides.entry(side).or_default().push(report);
    }
    let mut occurrences: Vec<Occurrence<'a>> = Vec::new();
    for (side, reports) in sides {
        let planned = side == Modality::Planned;
        occurrences.extend(by_date(reports).into_iter().map(|(day, reports)| Occurrence {
            class: class(&reports),
            planned,
            day,
            reports,
            realises: None,
        }));
    }
    link(&mut occurrences);
    keep(occurrences)
}

fn place<'r>(report: &'r Report<'_>) -> (&'r str, u32) {
    (&report.source.article, report.event.number)
}

fn class(reports: &[Report<'_>]) -> ClaimClass {
    let mut counts: BTreeMap<ClaimClass, usize> = BTreeMap::new();
    for report in reports {
        *counts.entry(report.event.class).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|&(class, count)| (count, Reverse(class)));
    most.map_or(ClaimClass::Meeting, |(class, _)| class)
}

/// When a report says it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Time {
    Day(Date),
    /// A month, a year or a span.
    Longer(When, Option<When>),
    /// Nothing is said; the article is of this day.
    Published(Date),
    Unknown,
}

fn time(report: &Report<'_>) -> Time {
    let event = report.event;
    match (event.date, event.begin) {
        (Some(When(PartialDate::Day(day))), _) => Time::Day(day),
        (None, Some(When(PartialDate::Day(day)))) => Time::Day(day),
        (Some(when), _) => Time::Longer(when, None),
        (None, Some(when)) => Time::Longer(when, event.end),
        (None, None) => match (event.end, published(report)) {
            (Some(end), _) => Time::Longer(end, Some(end)),
            (None, Some(day)) => Time::Published(day),
            (None, None) => Time::Unknown,
        },
    }
}

fn published(report: &Report<'_>) -> Option<Date> {
    report.source.date.and_then(|when| when.0.day())
}

fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

type Dated<'a> = (Option<Date>, Vec<Report<'a>>);

/// Groups reports of one side: first those with a day; the others join these, or each other.
fn by_date(reports: Vec<Report<'_>>) -> Vec<Dated<'_>> {
    let Some(rule) = reports.first().map(|report| report.rule) else { return Vec::new() };
    if rule.once {
        let day = reports.iter().filter_map(day).min();
        return vec![(day, reports)];
    }
    let (mut dated, mut longer, mut published, mut unknown) =
        (BTreeMap::<Date, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new(), BTreeMap::<Date, Vec<_>>::new(), Vec::new());
    for report in reports {
        match time(&report) {
            Time::Day(day) => dated.entry(day).or_default().push(report),
            // Two articles that say "in March" may mean two things that month; one article means one.
            Time::Longer(from, to) => {
                let article = if rule.yearly { String::new() } else { report.source.article.clone() };
                longer.entry((from, to, article)).or_default().push(report);
            }
            Time::Published(day) => published.entry(day).or_default().push(report),
            Time::Unknown => unknown.push(report),
        }
    }
    let mut groups = runs(dated, rule.spread);
    let mut alone: BTreeMap<Date, Vec<Report<'_>>> = BTreeMap::new();
    for (day, reports) in published {
        for report in reports {
            match nearest(&groups, &report, day, rule) {
                Some(at) => groups[at].1.push(report),
                None => alone.entry(day).or_default().push(report),
            }
        }
    }
    let mut all: Vec<Dated<'_>> = groups.into_iter().map(|(days, reports)| (Some(days.0), reports)).collect();
    match rule.lag {
        Some(lag) => all.extend(runs(alone, lag).into_iter().map(|(_, reports)| (None, reports))),
        None => unknown.extend(alone.into_values().flatten()),
    }
    all.extend(longer.into_values().map(|reports| (None, reports)));
    let mut by_article: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for report in unknown {
        by_article.entry(report.source.article.clone()).or_default().push(report);
    }
    all.extend(by_article.into_values().map(|reports| (None, reports)));
    if rule.crowded { all.into_iter().flat_map(|(day, reports)| apart(day, reports)).collect() } else { all }
}

/// The day that a report gives.
pub(super) fn day(report: &Report<'_>) -> Option<Date> {
    match time(report) {
        Time::Day(day) => Some(day),
        _ => None,
    }
}

/// Reports from day to day, cut where a group would spread over more days than allowed.
fn runs(by_day: BTreeMap<Date, Vec<Report<'_>>>, spread: i32) -> Vec<((Date, Date), Vec<Report<'_>>)> {
    let mut groups: Vec<((Date, Date), Vec<Report<'_>>)> = Vec::new();
    for (day, reports) in by_day {
        match groups.last_mut() {
            Some(((first, last), members)) if day <= plus(*first, spread) => {
                *last = day;
                members.extend(reports);
            }
            _ => groups.push(((day, day), reports)),
        }
    }
    groups
}

/// The dated group that a report without a date belongs to: one of its own article, else the latest within the lag; a
/// plan lies ahead.
fn nearest(
    groups: &[((Date, Date), Vec<Report<'_>>)],
    report: &Report<'_>,
    published: Date,
    rule: Rule,
) -> Option<usize> {
    let own = groups.iter().position(|(_, members)| {
        members.iter().any(|member| member.source.article == report.source.article && day(member).is_some())
    });
    if own.is_some() {
        return own;
    }
    if report.event.modality == Modality::Planned {
        return groups.iter().position(|((first, _), _)| *first >= published && *first <= plus(published, HORIZON));
    }
    let earliest = plus(published, -rule.lag?);
    groups.iter().rposition(|((first, last), _)| *first <= published && *last >= earliest)
}

/// Parts a group in which more than one thing may have happened: in each part, every two reports go together.
fn apart(day: Option<Date>, mut reports: Vec<Report<'_>>) -> Vec<Dated<'_>> {
    reports.sort_by(|a, b| place(a).cmp(&place(b)));
    let mut parts: Vec<Vec<Report<'_>>> = Vec::new();
    for report in reports {
        match parts.iter_mut().find(|part| part.iter().all(|member| go_together(member, &report))) {
            Some(part) => part.push(report),
            None => parts.push(vec![report]),
        }
    }
    parts.into_iter().map(|part| (day, part)).collect()
}

/// Whether two reports of violence at one place and time tell of one happening: they share a toll, a victim or a
/// perpetrator, and contradict each other in none.
fn go_together(one: &Report<'_>, other: &Report<'_>) -> bool {
    let mut shared = 0;
    for role in [Role::Agent, Role::Recipient, Role::Participant] {
        let (ones, others) = (one.fillers(role), other.fillers(role));
        if !ones.is_empty() && !others.is_empty() {
            if ones.is_disjoint(&others) {
                return false;
            }
            shared += 1;
        }
    }
    match (one.event.killed, other.event.killed) {
        (Some(a), Some(b)) if a == b => shared += 2,
        (Some(a), Some(b)) if a.max(b) > 2 * a.min(b) => return false,
        _ => {}
    }
    shared >= 2 || (shared == 1 && one.event.class == other.event.class)
}

/// Links each happening to the plan that it fulfils: the nearest one before it.
fn link(occurrences: &mut [Occurrence<'_>]) {
    let told = |occurrence: &Occurrence<'_>| occurrence.reports.iter().any(|r| r.event.modality == Modality::Actual);
    for at in 0..occurrences.len() {
        let occurrence = &occurrences[at];
        if occurrence.planned || !told(occurrence) {
            continue;
        }
        let first = occurrence.reports.iter().filter_map(published).min();
        let Some(day) = occurrence.day.or(first) else { continue };
        let fulfilled =
            occurrences.iter().enumerate().filter(|(_, plan)| plan.planned).filter_map(|(plan_at, plan)| {
                let announced = plan.reports.iter().filter_map(published).min();
                let distance = match (plan.day, announced) {
                    (Some(planned), _) => {
                        let apart = (day - planned).get_days().abs();
                        (apart <= 2).then_some(apart)?
                    }
                    (None, Some(announced)) => {
                        let after = (day - announced).get_days();
                        (0..=HORIZON).contains(&after).then_some(after)?
                    }
                    (None, None) => return None,
                };
                Some((distance, plan_at))
            });
        let nearest = fulfilled.min().map(|(_, plan)| plan);
        occurrences[at].realises = nearest;
    }
}

/// A single claim is no occurrence, unless it is linked to another.
fn keep(occurrences: Vec<Occurrence<'_>>) -> Vec<Occurrence<'_>> {
    let linked: BTreeSet<usize> = occurrences.iter().filter_map(|occurrence| occurrence.realises).collect();
    let mut kept = Vec::new();
    let mut moved = BTreeMap::new();
    for (at, occurrence) in occurrences.into_iter().enumerate() {
        if occurrence.reports.len() > 1 || occurrence.realises.is_some() || linked.contains(&at) {
            moved.insert(at, kept.len());
            kept.push(occurrence);
        }
    }
    for occurrence in &mut kept {
        occurrence.realises = occurrence.realises.and_then(|plan| moved.get(&plan).copied());
        occurrence.reports.sort_by(|a, b| place(a).cmp(&place(b)));
    }
    kept
}

impl Occurrence<'_> {
    /// Number of articles that report it.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.reports.iter().map(|report| &report.source.article).collect::<BTreeSet<_>>().len()
    }

    /// The report that came first: by date of publication, then by place in the article.
    #[must_use]
    pub fn earliest(&self) -> Option<&Report<'_>> {
        let rank = |report| {
            let day = published(report);
            (day.is_none(), day, report.event.position, place(report))
        };
        self.reports.iter().min_by(|a, b| rank(a).cmp(&rank(b)))
    }

    /// In what its reports differ, sorted.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        super::differ::differences(self)
    }
}
