//! What the classifiers know of a word form: its hash, its lower-case hash, its distributional clusters.
use super::directory::{Address, DAMAGED, Directory};
use super::linear::hash_text;
use super::model::{Bytes, FormatProblem, Reader, Writer, array};

/// A word form as the feature templates see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// Hash of the form in lower case, with digits and quotation marks normalised.
    pub lower: u64,
    /// Cluster among about a thousand; [`u16::MAX`] for an unknown word.
    pub fine: u16,
    /// Cluster among a few dozen; [`u8::MAX`] for an unknown word.
    pub coarse: u8,
}

/// How a form is spelt, whatever its digits and quotation marks. Made once for many forms, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    /// With every digit as `0` and typographic quotation marks as plain ones.
    pub plain: String,
    /// The same in lower case.
    pub lower: String,
}

impl Spelling {
    /// Takes up another form.
    pub fn set(&mut self, form: &str) {
        self.plain.clear();
        self.plain.extend(form.chars().map(|c| if c.is_ascii_digit() { '0' } else { plain_quote(c) }));
        self.lower.clear();
        self.lower.extend(self.plain.chars().flat_map(char::to_lowercase));
    }
}

/// A typographic quotation mark or apostrophe as a plain one.
#[must_use]
pub const fn plain_quote(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' => '"',
        other => other,
    }
}

/// A map from word hashes to a 16-bit and an 8-bit number, used in place.
///
/// An unknown word meets a wrong entry in about one of 16,000 look-ups.
#[derive(Clone, Debug)]
pub struct WordTable {
    /// Places in `entries`, counted in entries.
    directory: Directory,
    /// Fingerprint (2 bytes), first (2) and second (1) value.
    entries: Bytes,
}

const ENTRY: usize = 5;

impl WordTable {
    /// Builds a table; of several entries for one word the first counts.
    ///
    /// # Panics
    /// If there are 2³² words or more.
    #[must_use]
    pub fn build(words: &[(u64, u16, u8)]) -> Self {
        let bits = Directory::bits_for(words.len());
        let mut sorted: Vec<_> = words.iter().map(|&(word, a, b)| (Address::new(word, bits), a, b)).collect();
        sorted.sort_by_key(|entry| entry.0);
        sorted.dedup_by_key(|entry| entry.0);
        let mut entries = Vec::with_capacity(sorted.len() * ENTRY);
        let mut next = sorted.iter().peekable();
        let starts = (0..=1usize << bits).map(|bucket| {
            let start = entries.len() / ENTRY;
            while let Some((address, a, b)) = next.next_if(|entry| entry.0.bucket == bucket) {
                entries.extend_from_slice(&address.fingerprint.to_le_bytes());
                entries.extend_from_slice(&a.to_le_bytes());
                entries.push(*b);
            }
            start
        });
        let directory = Directory::build(starts, bits);
        Self { directory, entries: entries.into() }
    }

    /// The two numbers of a word.
    #[inline]
    #[must_use]
    pub fn get(&self, word: u64) -> Option<(u16, u8)> {
        let (start, end, fingerprint) = self.directory.find(word);
        let entries = self.entries.get(start.checked_mul(ENTRY)?..end.checked_mul(ENTRY)?)?;
        entries
            .chunks_exact(ENTRY)
            .find(|entry| u16::from_le_bytes([entry[0], entry[1]]) == fingerprint)
            .map(|entry| (u16::from_le_bytes([entry[2], entry[3]]), entry[4]))
    }

    /// Appends the table's sections.
    pub fn write(&self, writer: &mut Writer) {
        writer.section(&self.directory.bits().to_le_bytes());
        writer.section(self.directory.bytes());
        writer.section(&self.entries);
    }

    /// Reads the table's sections.
    ///
    /// # Errors
    /// If they are incomplete or contradict each other.
    pub fn read(reader: &mut Reader) -> Result<Self, FormatProblem> {
        let bits = array(&reader.section()?, 0).map(u32::from_le_bytes).ok_or(DAMAGED)?;
        let directory = Directory::from_bytes(reader.section()?, bits).ok_or(DAMAGED)?;
        let entries = reader.section()?;
        if entries.len() % ENTRY == 0 { Ok(Self { directory, entries }) } else { Err(DAMAGED) }
    }
}

/// Distributional word clusters.
#[derive(Clone, Debug)]
pub struct WordClusters {
    table: WordTable,
}

impl WordClusters {
    /// Clusters from lines of `form<TAB>fine<TAB>coarse`; lines that are not so are skipped. Forms that share both
    /// clusters with their lower-case form are left to the latter.
    #[must_use]
    pub fn from_tsv(text: &str) -> Self {
        let mut all = rustc_hash::FxHashMap::default();
        let mut words = Vec::new();
        let mut spelling = Spelling::default();
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (Some(form), Some(fine), Some(coarse)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let (Ok(fine), Ok(coarse)) = (fine.parse::<u16>(), coarse.trim().parse::<u8>()) else { continue };
            spelling.set(form);
            let hash = hash_text(&spelling.plain);
            if all.insert(hash, (fine, coarse)).is_none() {
                words.push((hash, hash_text(&spelling.plain.to_lowercase())));
            }
        }
        let kept: Vec<_> = words
            .into_iter()
            .filter(|(form, lower)| form == lower || all.get(form) != all.get(lower))
            .map(|(form, _)| (form, all[&form].0, all[&form].1))
            .collect();
        Self { table: WordTable::build(&kept) }
    }

    /// What the classifiers know of a word: the clusters of its form, else those of its lower-case form.
    #[must_use]
    pub fn lexeme(&self, spelling: &Spelling) -> Lexeme {
        let lower = hash_text(&spelling.lower);
        let known = self.table.get(hash_text(&spelling.plain)).or_else(|| self.table.get(lower));
        let (fine, coarse) = known.unwrap_or((u16::MAX, u8::MAX));
        Lexeme { lower, fine, coarse }
    }

    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new("clusters");
        self.table.write(&mut writer);
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, "clusters")?;
        Ok(Self { table: WordTable::read(&mut reader)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_come_back_from_the_file() {
        let clusters = WordClusters::from_tsv("Oslo\t7\t3\noslo\t7\t3\nbroken\nUN\t9\t1\nun\t8\t2\n1999\t5\t5\n");
        let clusters = WordClusters::from_bytes(clusters.to_bytes().into()).expect("intact");
        let mut spelling = Spelling::default();
        let numbers = ["OSLO", "UN", "Un", "2024", "zzz"].map(|form| {
            spelling.set(form);
            let lexeme = clusters.lexeme(&spelling);
            (lexeme.fine, lexeme.coarse)
        });
        assert_eq!(numbers, [(7, 3), (9, 1), (8, 2), (5, 5), (u16::MAX, u8::MAX)]);
    }
}
