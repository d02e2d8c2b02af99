//! Model files: named sections in a checked container, read in place without unpacking.
//!
//! Layout, all numbers little-endian: the magic `CHANCERY`, a `u16` format version, a `u64` checksum of all that
//! follows, the kind of model, then the sections. A string or section is a `u32` length and its bytes.
use std::borrow::Cow;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"CHANCERY";
/// Changes whenever features or layout change, because weights without their features are noise.
const VERSION: u16 = 2;
const HEADER: usize = MAGIC.len() + 2 + 8;

/// Bytes of a model: embedded in the program, or read from a file.
pub type Bytes = Cow<'static, [u8]>;

/// Why a model cannot be loaded or written.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("{path}: cannot access the model file")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: {problem}")]
    Format { path: PathBuf, problem: FormatProblem },
}

/// What is wrong with the bytes of a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatProblem {
    #[error("not a chancery model")]
    Magic,
    #[error("model format {0} cannot be read by this version (it reads {VERSION}); train it anew")]
    Version(u16),
    #[error("a model of kind {found:?} where {expected:?} is needed")]
    Kind { expected: &'static str, found: String },
    #[error("the file is damaged: its checksum does not match; copy it again or train it anew")]
    Checksum,
    #[error("the file ends early")]
    Truncated,
    #[error("section {0:?} contradicts itself")]
    Section(&'static str),
}

/// Collects sections and writes them out.
#[derive(Debug)]
pub struct Writer {
    body: Vec<u8>,
}

impl Writer {
    /// An empty model of a kind ("tagger", "parser" …).
    #[must_use]
    pub fn new(kind: &str) -> Self {
        let mut writer = Self { body: Vec::new() };
        writer.section(kind.as_bytes());
        writer
    }

    /// Appends a section.
    ///
    /// # Panics
    /// If it is 4 GiB or longer.
    pub fn section(&mut self, bytes: &[u8]) {
        let length = u32::try_from(bytes.len()).expect("sections are far below 4 GiB");
        self.body.extend_from_slice(&length.to_le_bytes());
        self.body.extend_from_slice(bytes);
    }

    /// Appends a list of strings as one section; the strings must not contain line breaks.
    pub fn strings<S: AsRef<str>>(&mut self, strings: &[S]) {
        let joined = strings.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\n");
        self.section(joined.as_bytes());
    }

    /// The finished file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut file = Vec::with_capacity(HEADER + self.body.len());
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&checksum(&self.body).to_le_bytes());
        file.extend_from_slice(&self.body);
        file
    }
}

/// Reads sections in the order in which they were written.
#[derive(Debug)]
pub struct Reader {
    bytes: Bytes,
    position: usize,
}

impl Reader {
    /// Checks the container and that it holds the expected kind of model.
    ///
    /// # Errors
    /// If the bytes are no model, of another version or kind, or damaged.
    pub fn new(bytes: Bytes, kind: &'static str) -> Result<Self, FormatProblem> {
        let magic = bytes.get(..MAGIC.len()).ok_or(FormatProblem::Magic)?;
        if magic != MAGIC {
            return Err(FormatProblem::Magic);
        }
        let version = u16::from_le_bytes(array(&bytes, MAGIC.len()).ok_or(FormatProblem::Truncated)?);
        if version != VERSION {
            return Err(FormatProblem::Version(version));
        }
        let expected = u64::from_le_bytes(array(&bytes, MAGIC.len() + 2).ok_or(FormatProblem::Truncated)?);
        if checksum(&bytes[HEADER..]) != expected {
            return Err(FormatProblem::Checksum);
        }
        let mut reader = Self { bytes, position: HEADER };
        let found = reader.section()?;
        if *found != *kind.as_bytes() {
            return Err(FormatProblem::Kind { expected: kind, found: String::from_utf8_lossy(&found).into_owned() });
        }
        Ok(reader)
    }

    /// The next section.
    ///
    /// # Errors
    /// If the file ends early.
    pub fn section(&mut self) -> Result<Bytes, FormatProblem> {
        let start = self.position + 4;
        let length = u32::from_le_bytes(array(&self.bytes, self.position).ok_or(FormatProblem::Truncated)?) as usize;
        let end = start.checked_add(length).filter(|&end| end <= self.bytes.len()).ok_or(FormatProblem::Truncated)?;
        self.position = end;
        Ok(match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[start..end]),
            Cow::Owned(bytes) => Cow::Owned(bytes[start..end].to_vec()),
        })
    }

    /// The next section as a list of strings.
    ///
    /// # Errors
    /// If the file ends early or the section is not UTF-8.
    pub fn strings(&mut self, name: &'static str) -> Result<Vec<String>, FormatProblem> {
        let bytes = self.section()?;
        let text = std::str::from_utf8(&bytes).map_err(|_| FormatProblem::Section(name))?;
        Ok(text.split('\n').map(str::to_owned).collect())
    }
}

/// The `N` bytes at a position.
#[must_use]
pub fn array<const N: usize>(bytes: &[u8], position: usize) -> Option<[u8; N]> {
    bytes.get(position..position.checked_add(N)?)?.try_into().ok()
}

/// Reads a whole model file.
///
/// # Errors
/// If the file cannot be read; the error names the path.
pub fn read(path: &Path) -> Result<Bytes, ModelError> {
    std::fs::read(path).map(Cow::Owned).map_err(|source| ModelError::Io { path: path.to_owned(), source })
}

/// A multiply-rotate checksum over eight-byte words: fast enough to check 20 MB in some milliseconds.
fn checksum(bytes: &[u8]) -> u64 {
    let mut words = bytes.chunks_exact(8);
    let mut sum = bytes.len() as u64 ^ 0x243f_6a88_85a3_08d3;
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        sum = (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
    for &byte in words.remainder() {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
    sum ^ (sum >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = Writer::new("tagger");
        writer.strings(&["NOUN|NN", "VERB|VB"]);
        writer.section(&[1, 2, 3]);
        writer.finish()
    }

    #[test]
    fn sections_come_back() {
        let mut reader = Reader::new(sample().into(), "tagger").expect("intact model");
        assert_eq!(reader.strings("tags").expect("tags"), ["NOUN|NN", "VERB|VB"]);
        assert_eq!(*reader.section().expect("weights"), [1, 2, 3]);
        assert_eq!(reader.section(), Err(FormatProblem::Truncated));
    }

    #[test]
    fn another_kind_is_refused() {
        let problem = Reader::new(sample().into(), "parser").expect_err("a tagger is no parser");
        assert!(problem.to_string().contains("\"tagger\" where \"parser\""), "{problem}");
    }

    #[test]
    fn every_cut_and_every_flipped_byte_is_noticed() {
        let intact = sample();
        for length in 0..intact.len() {
            assert!(Reader::new(intact[..length].to_vec().into(), "tagger").is_err(), "cut at {length}");
        }
        for position in 0..intact.len() {
            let mut damaged = intact.clone();
            damaged[position] ^= 0x10;
            assert!(Reader::new(damaged.into(), "tagger").is_err(), "flipped at {position}");
        }
    }
}
