//! Verbs that tell nothing of their own but when, how or that something happens.

/// Verbs that only carry their object: "hold talks".
const LIGHT: &[&str] = &[
    "attend",
    "begin",
    "carry",
    "chair",
    "co-host",
    "complete",
    "conclude",
    "conduct",
    "convene",
    "deliver",
    "end",
    "finish",
    "give",
    "have",
    "hold",
    "host",
    "impose",
    "issue",
    "join",
    "kick",
    "launch",
    "lead",
    "make",
    "mount",
    "open",
    "pay",
    "perform",
    "resume",
    "sign",
    "stage",
    "start",
    "suspend",
    "undertake",
    "wage",
    "wrap",
];

/// Verbs and adjectives of phase and schedule: what they tell of their subject is its time.
const PHASE: &[&str] = &[
    "begin",
    "break",
    "close",
    "collapse",
    "come",
    "complete",
    "conclude",
    "continue",
    "convene",
    "due",
    "end",
    "erupt",
    "expect",
    "expire",
    "fall",
    "finish",
    "follow",
    "happen",
    "hold",
    "kick",
    "last",
    "launch",
    "occur",
    "open",
    "plan",
    "postpone",
    "reconvene",
    "reopen",
    "reschedule",
    "resume",
    "run",
    "schedule",
    "scheduled",
    "set",
    "slate",
    "slated",
    "start",
    "take",
    "unravel",
];

/// What a raid, an attack or a blast does.
const IMPACT: &[&str] = &[
    "claim",
    "damage",
    "destroy",
    "devastate",
    "hit",
    "injure",
    "kill",
    "leave",
    "rip",
    "rock",
    "shake",
    "shatter",
    "strike",
    "target",
    "tear",
    "wound",
];

/// What a coup does.
const OVERTHROW: &[&str] = &["oust", "topple"];

/// Verbs of arriving, whose "for" and "on" tell of the visit that begins.
const ARRIVAL: &[&str] = &["arrive", "be", "come", "embark", "fly", "land", "travel"];

/// Verbs of leaving, whose "from" tells of what was going on.
const DEPARTURE: &[&str] = &[
    "bolt", "defect", "drop", "exclude", "exit", "expel", "flee", "oust", "pull", "remove", "resign", "retreat",
    "storm", "walk", "withdraw",
];

/// Words for meetings, in a clause or phrase after "after".
const MEETING: &[&str] = &["meet", "meeting", "session", "summit", "talk", "talks"];

/// Nouns for happenings that have a day of their own.
const HAPPENING: &[&str] = &[
    "accord",
    "agreement",
    "ambush",
    "assassination",
    "assault",
    "attack",
    "battle",
    "blast",
    "bombing",
    "ceremony",
    "clash",
    "conference",
    "coup",
    "crash",
    "deal",
    "deployment",
    "election",
    "explosion",
    "fighting",
    "funeral",
    "incident",
    "invasion",
    "killing",
    "launch",
    "massacre",
    "meeting",
    "murder",
    "negotiation",
    "offensive",
    "operation",
    "poll",
    "protest",
    "raid",
    "rally",
    "referendum",
    "riot",
    "session",
    "shelling",
    "shooting",
    "statement",
    "strike",
    "summit",
    "talk",
    "talks",
    "test",
    "trial",
    "trip",
    "violence",
    "visit",
    "vote",
    "war",
    "withdrawal",
];

/// Verbs of reporting.
const REPORT: &[&str] = &["add", "announce", "declare", "note", "report", "say", "state", "tell", "warn"];

/// Verbs of asking for, planning or expecting something, whose "by" and "before" are its deadline.
const PROSPECT: &[&str] = &[
    "agree",
    "ask",
    "call",
    "demand",
    "expect",
    "order",
    "plan",
    "pledge",
    "promise",
    "propose",
    "recommend",
    "request",
    "require",
    "seek",
    "urge",
    "vow",
    "want",
];

/// Verbs of coming together, whose purpose is fulfilled there and then.
const GATHERING: &[&str] = &["assemble", "convene", "gather", "go", "huddle", "meet", "sit"];

/// How a statement comes out.
const RELEASE: &[&str] = &["air", "broadcast", "carry", "circulate", "issue", "post", "print", "publish", "release"];

/// Whether the verb only carries its object.
pub(super) fn is_light(lemma: &str) -> bool {
    LIGHT.contains(&lemma)
}

/// Whether the word tells when its subject happens.
pub(in crate::claim) fn is_phase(lemma: &str) -> bool {
    PHASE.contains(&lemma)
}

/// Whether it tells what its subject, a use of force, did where and when it happened.
pub(in crate::claim) fn is_impact(lemma: &str) -> bool {
    IMPACT.contains(&lemma)
}

/// Whether its subject, if a happening, happens at the same time.
pub(super) fn is_effect(lemma: &str) -> bool {
    is_impact(lemma) || OVERTHROW.contains(&lemma)
}

/// Whether "for" and "on" introduce the visit that begins.
pub(super) fn is_arrival(lemma: &str) -> bool {
    ARRIVAL.contains(&lemma)
}

/// Whether the noun tells of a happening that has a day of its own.
pub(super) fn is_happening(lemma: &str) -> bool {
    HAPPENING.contains(&lemma)
}

/// Whether "by" and "before" tell the deadline of its object.
pub(super) fn is_prospect(lemma: &str) -> bool {
    PROSPECT.contains(&lemma)
}

/// Whether its purpose happens at the same time.
pub(super) fn is_gathering(lemma: &str) -> bool {
    GATHERING.contains(&lemma)
}

/// Whether it tells when a text became public.
pub(super) fn is_release(lemma: &str) -> bool {
    RELEASE.contains(&lemma)
}

/// Whether "from" introduces what it was a part of.
pub(super) fn is_departure(lemma: &str) -> bool {
    DEPARTURE.contains(&lemma)
}

/// Whether the word tells of people meeting.
pub(super) fn is_meeting(lemma: &str) -> bool {
    MEETING.contains(&lemma)
}

/// Whether the verb reports.
pub(super) fn is_report(lemma: &str) -> bool {
    REPORT.contains(&lemma)
}
