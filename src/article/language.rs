//! Whether a text is English.

/// Frequent words: English prose has one of them in every four words or so, other languages hardly any.
const FUNCTION_WORDS: &[&str] = &[
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "by", "has", "have", "he", "it", "its",
    "from", "said", "will", "his", "her", "are", "were", "been", "which", "who", "their", "this", "not", "be", "as",
    "at", "an",
];

/// Only the beginning is examined (in bytes).
const SAMPLE: usize = 4_000;

/// The ISO 639-1 code (639-3 where there is none) of the language of a text that is surely not English; `None` for English
/// and in doubt, as with short texts and lists of names.
#[must_use]
pub fn foreign_language(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let words: Vec<String> =
        sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let english = words.iter().filter(|word| FUNCTION_WORDS.contains(&word.as_str())).count();
    if english * 8 >= words.len().max(1) {
        return None;
    }
    let information = whatlang::detect(sample)?;
    let latin = information.script() == whatlang::Script::Latin;
    let certain = if latin { words.len() >= 25 && information.is_reliable() } else { sample.chars().count() >= 10 };
    (certain && information.lang() != whatlang::Lang::Eng).then(|| code(information.lang()))
}

/// Whether a declared language ("en", "en-GB", "eng", "English") is English.
#[must_use]
pub fn is_english(declared: &str) -> bool {
    let declared = declared.trim().to_ascii_lowercase();
    let primary = declared.split(['-', '_']).next().unwrap_or_default();
    matches!(primary, "en" | "eng" | "english")
}

fn code(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::foreign_language;

    #[test]
    fn tells_other_languages_from_english() {
        for (text, expected) in [
            ("The foreign minister of Chad arrived in Paris on Monday for talks with his French counterpart.", None),
            (
                "Le ministre des Affaires étrangères du Tchad est arrivé lundi à Paris pour des entretiens avec son homologue français, alors que les deux pays cherchent à relancer leur coopération militaire.",
                Some("fr"),
            ),
            (
                "El ministro de Exteriores de Chad llegó el lunes a París para mantener conversaciones con su homólogo francés, mientras ambos países buscan relanzar su cooperación militar en el Sahel.",
                Some("es"),
            ),
            (
                "Министр иностранных дел Чада прибыл в понедельник в Париж на переговоры со своим французским коллегой.",
                Some("ru"),
            ),
            ("وصل وزير الخارجية التشادي يوم الاثنين إلى باريس لإجراء محادثات مع نظيره الفرنسي.", Some("ar")),
            ("Ban Ki-moon, Sergei Lavrov, John Kerry, Wang Yi", None),
            ("", None),
        ] {
            assert_eq!(foreign_language(text), expected, "{text}");
        }
    }
}
