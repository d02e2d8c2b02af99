//! Text as people see it: without invisible controls, escaped characters and stray markup.
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Named character references that occur in news text; the HTML reader knows all.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("rdquo", "”"),
    ("ldquo", "“"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("pound", "£"),
    ("euro", "€"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("deg", "°"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("shy", ""),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("zwnj", ""),
    ("zwj", ""),
    ("lrm", ""),
    ("rlm", ""),
    ("aacute", "á"),
    ("agrave", "à"),
    ("acirc", "â"),
    ("atilde", "ã"),
    ("auml", "ä"),
    ("aring", "å"),
    ("ccedil", "ç"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("iacute", "í"),
    ("iuml", "ï"),
    ("icirc", "î"),
    ("ntilde", "ñ"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("ouml", "ö"),
    ("oslash", "ø"),
    ("szlig", "ß"),
    ("uacute", "ú"),
    ("ucirc", "û"),
    ("uuml", "ü"),
];

/// Makes text fit for analysis: one kind of line end, NFC, no invisible controls, plain spaces, character references resolved,
/// no white space at either end.
#[must_use]
pub fn clean(text: &str) -> String {
    let decoded = decode_entities(text);
    let mut cleaned = String::with_capacity(decoded.len());
    let mut characters = decoded.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    cleaned.push('\n');
                }
            }
            '\u{2028}' | '\u{85}' => cleaned.push('\n'),
            '\u{2029}' => cleaned.push_str("\n\n"),
            '\n' | '\t' => cleaned.push(c),
            _ if is_invisible(c) => {}
            _ if c.is_whitespace() => cleaned.push(' '),
            _ if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => cleaned.push(' '),
            _ => cleaned.push(c),
        }
    }
    let cleaned = if is_nfc(&cleaned) { cleaned } else { cleaned.nfc().collect() };
    cleaned.trim().to_owned()
}

/// One line: as [`clean`], with all white space as single spaces. For titles and names.
#[must_use]
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Zero-width characters, soft hyphens, byte-order marks and directional controls; an emoji's joiner is not needed either.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Resolves character references ("&amp;", "&#8217;", "&#x2019;"); unknown ones stay as they are.
#[must_use]
pub fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((length, replacement)) = reference(rest) {
            match replacement {
                Replacement::Text(text) => decoded.push_str(text),
                Replacement::Character(c) => decoded.push(c),
            }
            rest = &rest[length..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    decoded
}

enum Replacement {
    Text(&'static str),
    Character(char),
}

/// The reference at the start of `text` and its length.
fn reference(text: &str) -> Option<(usize, Replacement)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let replacement = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        Replacement::Character(character(code)?)
    } else {
        Replacement::Text(ENTITIES.iter().find(|(entity, _)| *entity == name)?.1)
    };
    Some((end + 1, replacement))
}

/// A code point; the C1 range means Windows-1252, as in HTML.
fn character(code: u32) -> Option<char> {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        _ => char::from_u32(code).filter(|&c| c != '\0'),
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line};

    #[test]
    fn cleans_what_the_eye_does_not_see() {
        for (text, expected) in [
            ("Tehran\u{200b}&nbsp;said", "Tehran said"),
            ("Iraq&#8217;s &amp; Syria&#x2019;s", "Iraq’s & Syria’s"),
            ("\u{202e}abc\u{202c}", "abc"),
            ("AT&T; R&D & so on", "AT&T; R&D & so on"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            ("Erdog\u{306}an", "Erdoğan"),
            ("co\u{ad}operation", "cooperation"),
            ("quote&#146;s", "quote’s"),
            ("&#0;&#xd800;&#99999999;", "&#0;&#xd800;&#99999999;"),
            ("bell\u{7}rings", "bell rings"),
            ("&é;", "&é;"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }

    #[test]
    fn a_line_has_single_spaces() {
        assert_eq!(clean_line("  Talks \n\t resume&nbsp; "), "Talks resume");
    }
}
