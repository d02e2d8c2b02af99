//! The Groningen Meaning Bank (Bos et al. 2017).
use super::NamedSentence;
use rustc_hash::FxHashMap;

/// Titles that the corpus counts as part of a person's name.
const TITLES: &[&str] = &[
    "ambassador",
    "archbishop",
    "ayatollah",
    "bishop",
    "captain",
    "cardinal",
    "chancellor",
    "chief",
    "colonel",
    "commander",
    "deputy",
    "director",
    "doctor",
    "dr.",
    "envoy",
    "foreign",
    "gen.",
    "general",
    "governor",
    "justice",
    "king",
    "leader",
    "lieutenant",
    "major",
    "mayor",
    "minister",
    "mr.",
    "mrs.",
    "ms.",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "professor",
    "queen",
    "representative",
    "rev.",
    "reverend",
    "secretary",
    "sen.",
    "senator",
    "sergeant",
    "sheik",
    "sheikh",
    "spokesman",
    "spokeswoman",
    "vice",
];

/// Brings the corpus closer to the usual guidelines: titles are not part of names, a form that is mostly marked as
/// a place is a place throughout, and a word that is mostly a surname is a person where it stands alone.
pub(super) fn clean(sentences: &mut [NamedSentence]) {
    let mut forms: FxHashMap<String, [u32; 2]> = FxHashMap::default();
    let mut words: FxHashMap<Box<str>, [u32; 2]> = FxHashMap::default();
    for sentence in &mut *sentences {
        for name in &mut sentence.names {
            if name.label == "per" {
                let is_title = |form: &str| TITLES.contains(&&*form.to_lowercase());
                while name.start < name.end && is_title(&sentence.forms[name.start]) {
                    name.start += 1;
                }
            }
        }
        sentence.names.retain(|name| name.start < name.end && name.label != "tim");
        for name in &sentence.names {
            let is_person = usize::from(name.label != "per");
            words.entry(sentence.forms[name.end - 1].clone()).or_default()[is_person] += 1;
            if let Some(kind) = ["geo", "org"].iter().position(|label| *label == name.label) {
                forms.entry(sentence.forms[name.start..name.end].join(" ")).or_default()[kind] += 1;
            }
        }
    }
    for sentence in sentences {
        for name in &mut sentence.names {
            let [person, other] = words.get(&sentence.forms[name.end - 1]).copied().unwrap_or_default();
            let [geo, org] = forms.get(&sentence.forms[name.start..name.end].join(" ")).copied().unwrap_or_default();
            if name.end - name.start == 1 && person > 3 * other {
                "per".clone_into(&mut name.label);
            } else if name.label == "org" && geo > 2 * org {
                "geo".clone_into(&mut name.label);
            }
        }
    }
}
