//! Words of names that rules do not bring together, and words that do not tell persons apart.
//!
//! The longer lists, with their sources, are in `ontology/lexicon/names/`.
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

type Forms = FxHashMap<&'static str, &'static str>;

static SPELLINGS: LazyLock<Forms> =
    LazyLock::new(|| first_of_line(include_str!("../../../ontology/lexicon/names/spellings.txt")));
static SHORT_FORMS: LazyLock<Forms> =
    LazyLock::new(|| first_of_line(include_str!("../../../ontology/lexicon/names/short-forms.txt")));
/// Romanisation → the family names that it may stand for.
static FAMILIES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut families: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (name, form) in lines(include_str!("../../../ontology/lexicon/names/families.txt")) {
        families.entry(form).or_default().push(name);
    }
    families
});
static JAPANESE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../../../ontology/lexicon/names/japanese-families.txt")).map(|(name, _)| name).collect()
});

/// Each word of each line with the first word of its line.
fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let first = line.split(' ').next().unwrap_or_default();
        line.split(' ').map(move |form| (first, form))
    })
}

fn first_of_line(text: &'static str) -> Forms {
    lines(text).map(|(first, form)| (form, first)).collect()
}

/// Words that belong to a person's name but do not tell persons apart.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "as", "ash", "ad", "ar", "an", "bin", "ben", "ibn", "bint", "ould", "de", "da", "dos", "del",
    "der", "den", "van", "von", "la", "le", "di", "du", "jr", "sr", "ii", "iii", "iv",
];

/// Articles of Arabic and their assimilated forms, as they stand before a hyphen.
const ARTICLES: &[&str] = &[
    "al", "el", "ul", "as", "es", "ash", "esh", "ad", "ed", "ar", "er", "an", "en", "at", "et", "az", "ez", "ud", "ur",
    "us",
];

/// Titles and forms of address that may stand before a name.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "baron",
    "baroness",
    "count",
    "president",
    "premier",
    "minister",
    "prime",
    "vice",
    "deputy",
    "foreign",
    "defense",
    "defence",
    "chancellor",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "governor",
    "gov",
    "mayor",
    "judge",
    "justice",
    "ambassador",
    "secretary",
    "chairman",
    "chairwoman",
    "speaker",
    "comrade",
    "king",
    "queen",
    "prince",
    "princess",
    "crown",
    "emperor",
    "sultan",
    "emir",
    "amir",
    "shah",
    "pope",
    "cardinal",
    "archbishop",
    "bishop",
    "patriarch",
    "father",
    "rev",
    "reverend",
    "rabbi",
    "imam",
    "ayatollah",
    "hojatoleslam",
    "sheikh",
    "shaikh",
    "shaykh",
    "sheik",
    "mullah",
    "maulana",
    "mawlana",
    "moulana",
    "mufti",
    "sayyid",
    "sayyed",
    "sayed",
    "seyyed",
    "haji",
    "hajji",
    "hadji",
    "hajj",
    "al-haji",
    "ustad",
    "general",
    "gen",
    "colonel",
    "col",
    "major",
    "maj",
    "captain",
    "capt",
    "lieutenant",
    "lt",
    "brigadier",
    "brig",
    "marshal",
    "admiral",
    "adm",
    "sergeant",
    "sgt",
    "commander",
    "cmdr",
    "u",
    "daw",
    "thakin",
    "bogyoke",
    "pandit",
    "shri",
    "smt",
    "datuk",
    "dato",
    "tun",
    "tengku",
    "tan",
    "sri",
    "don",
    "dona",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "hon",
    "honorable",
    "honourable",
    "he",
    "seri",
    "senior",
    "former",
    "late",
    "grand",
    "supreme",
    "leader",
    "chief",
    "army",
    "air",
    "rear",
    "field",
];

/// Honours and degrees that may stand behind a name.
const SUFFIXES: &[&str] = &["phd", "md", "mp", "kbe", "obe", "cbe", "esq", "qc", "kc", "san", "sahib", "saheb", "ji"];

/// Given names that mostly stand beside a second one, which then tells persons apart.
const COMPOUNDED: &[&str] = &[
    "muhammad",
    "ahmad",
    "ali",
    "hasan",
    "hussein",
    "mahmud",
    "mir",
    "amir",
    "abu",
    "sayyid",
    "ghulam",
    "gholam",
    "jean",
    "jose",
    "juan",
    "luis",
    "maria",
    "carlos",
    "ana",
    "marie",
    "karl",
    "hans",
    "pedro",
    "francisco",
    "miguel",
    "jorge",
];

/// Whether a folded word does not tell persons apart.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a folded word is a form of the Arabic article.
pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}

/// Whether a folded word is a title or form of address.
pub(super) fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word)
}

/// Whether a folded word is an honour or degree behind a name.
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word)
}

/// The canonical form of a word with irregular spellings, else the word.
pub(super) fn canonical(word: &str) -> &str {
    SPELLINGS.get(word).copied().unwrap_or(word)
}

/// Whether a given name mostly stands beside a second one.
pub(super) fn is_compounded(word: &str) -> bool {
    COMPOUNDED.contains(&canonical(word))
}

/// The full form of a given name.
pub(super) fn full_form(word: &str) -> &str {
    SHORT_FORMS.get(word).copied().unwrap_or(word)
}

/// The East Asian family names that a word may stand for.
pub(super) fn families(word: &str) -> &'static [&'static str] {
    FAMILIES.get(word).map_or(&[], Vec::as_slice)
}

/// Whether a word with short vowels is a Japanese family name.
pub(super) fn is_japanese_family(word: &str) -> bool {
    JAPANESE.contains(word)
}
