//! Opening, decompressing and decoding files.
use super::rejection::{Reason, Rejection};
use super::{Format, Input, ReadOptions, html, json, plain, source};
use crate::article::Article;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

type Items = Box<dyn Iterator<Item = Result<Article, Rejection>> + Send>;

/// Below this size (in bytes) no expansion is suspicious.
const HARMLESS: u64 = 64 << 20;

/// The articles of one file.
pub(super) fn open(input: &Input, options: &ReadOptions) -> Items {
    let name = input.name();
    match try_open(input, &name, options) {
        Ok(items) => items,
        Err(reason) => Box::new(std::iter::once(Err(Rejection::new(&name, None, reason)))),
    }
}

fn try_open(input: &Input, name: &str, options: &ReadOptions) -> Result<Items, Reason> {
    let raw: Box<dyn Read + Send> = match input {
        Input::File(path) => Box::new(File::open(path).map_err(Reason::Unreadable)?),
        Input::Stdin => Box::new(io::stdin()),
    };
    let mut reader = decompressed(raw, options.max_ratio).map_err(reason)?;
    let start = reader.fill_buf().map_err(reason)?;
    let format = options.format.unwrap_or_else(|| match input {
        Input::File(path) => format_of(source::ending(path).as_deref(), start),
        Input::Stdin => Format::JsonLines,
    });
    match format {
        Format::JsonLines => Ok(Box::new(json::Records::lines(reader, name, options.clone()))),
        Format::Json => Ok(Box::new(json::Records::values(reader, name, options.clone()))),
        Format::Text | Format::Html => {
            let bytes = read_whole(&mut reader, options.max_bytes)?;
            if let Some(kind) = binary_kind(&bytes) {
                return Err(Reason::Binary(kind));
            }
            let raw = if format == Format::Html {
                html::read(&decode(&bytes, declared_charset(&bytes)))?
            } else {
                plain::read(&text(&bytes)?)?
            };
            let article = raw.finish(options).map_err(|reason| Rejection::new(name, None, reason));
            Ok(Box::new(std::iter::once(article)))
        }
    }
}

/// The format by the file's name, else by its beginning.
fn format_of(ending: Option<&str>, start: &[u8]) -> Format {
    match ending {
        Some("json") => Format::Json,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("txt" | "text" | "md") => Format::Text,
        _ => {
            let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
            let begins = |tag: &[u8]| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
            if start.starts_with(b"{") || start.starts_with(b"[{") {
                Format::Json
            } else if begins(b"<!doctype html") || begins(b"<html") {
                Format::Html
            } else {
                Format::Text
            }
        }
    }
}

/// Unpacks gzip and Zstandard data, whatever the file's name says.
fn decompressed(raw: Box<dyn Read + Send>, max_ratio: u64) -> io::Result<Box<dyn BufRead + Send>> {
    let consumed = Arc::new(AtomicU64::new(0));
    let mut reader = BufReader::with_capacity(1 << 16, Counted { inner: raw, count: Arc::clone(&consumed) });
    let start = reader.fill_buf()?;
    let guard = |inner: Box<dyn Read + Send>, consumed| Guarded { inner, consumed, produced: 0, max_ratio };
    if start.starts_with(&[0x1f, 0x8b]) {
        let inner = Box::new(MultiGzDecoder::new(reader));
        Ok(Box::new(BufReader::new(guard(inner, consumed))))
    } else if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let inner = Box::new(zstd::stream::read::Decoder::with_buffer(reader)?);
        Ok(Box::new(BufReader::new(guard(inner, consumed))))
    } else {
        Ok(Box::new(reader))
    }
}

/// Counts the bytes that were read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops decompression that yields far more than it takes.
struct Guarded {
    inner: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
    produced: u64,
    max_ratio: u64,
}

/// Carried inside an [`io::Error`] by [`Guarded`].
#[derive(Debug, thiserror::Error)]
#[error("more than {0} times larger than compressed")]
struct Expansion(u64);

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.produced += read as u64;
        let allowed = self.consumed.load(Ordering::Relaxed).saturating_mul(self.max_ratio).max(HARMLESS);
        if self.produced > allowed {
            return Err(io::Error::other(Expansion(self.max_ratio)));
        }
        Ok(read)
    }
}

/// What an error of reading means.
pub(super) fn reason(error: io::Error) -> Reason {
    if let Some(expansion) = error.get_ref().and_then(|inner| inner.downcast_ref::<Expansion>()) {
        return Reason::Bomb(expansion.0);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Reason::Truncated,
        // Zstandard reports damage as "other" and early ends as text.
        io::ErrorKind::Other if error.to_string().contains("incomplete") => Reason::Truncated,
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => Reason::Damaged(error),
        _ => Reason::Unreadable(error),
    }
}

fn read_whole(reader: &mut dyn Read, max_bytes: usize) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(limit).read_to_end(&mut bytes).map_err(reason)?;
    if bytes.len() > max_bytes { Err(Reason::TooLarge(max_bytes)) } else { Ok(bytes) }
}

/// The kind of file, if its first bytes are known not to be text.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP or Office file"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
        (b"{\\rtf", "a rich-text file"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x7fELF", "a program"),
        (b"MZ", "a program"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ", "an xz file"),
        (b"7z\xbc\xaf", "a 7z file"),
        (b"SQLite format 3", "a database"),
    ];
    KINDS
        .iter()
        .find(|(magic, kind)| bytes.starts_with(magic) && (*kind != "a program" || bytes.contains(&0)))
        .map(|(_, kind)| *kind)
}

/// Decodes bytes that should be text.
pub(super) fn text(bytes: &[u8]) -> Result<String, Reason> {
    let text = decode(bytes, None);
    let beginning = text.chars().take(20_000);
    let (mut length, mut controls) = (0usize, 0usize);
    for c in beginning {
        length += 1;
        controls +=
            usize::from((c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}')) || c == '\u{fffd}');
    }
    // A stray control character is noise; many are a binary file.
    if controls * 20 > length { Err(Reason::Binary("control characters")) } else { Ok(text) }
}

/// Decodes by byte-order mark, UTF-8 if it is valid, UTF-16 by its zero bytes, the declared encoding, else by detection.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = declared.filter(|&encoding| encoding != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Allow)
    });
    // A few broken bytes in UTF-8 are no reason to read all of it as another encoding.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let multibyte = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if broken * 4 < multibyte {
        return lossy.into_owned();
    }
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a mark: Latin letters leave every other byte zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2_000) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that a page declares in its first kilobyte.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    let value = head.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let label = value.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).next()?;
    Encoding::for_label(label.as_bytes())
}
