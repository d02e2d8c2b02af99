//! What the classifiers know of a word form: its hash, its lower-case hash, its distributional clusters.
use super::directory::{Address, DAMAGED, Directory};
use super::linear::hash_text;
use super::model::{Bytes, FormatProblem, Reader, Writer, array};

/// A word form as the feature templates see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// Hash of the form with digits and quotation marks normalised.
    pub form: u64,
    /// The same of the form in lower case.
    pub lower: u64,
    /// Cluster among about a thousand; [`u16::MAX`] for an unknown word.
    pub fine: u16,
    /// Cluster among a few dozen; [`u8::MAX`] for an unknown word.
    pub coarse: u8,
}

/// Writes the form into the buffer with every digit as `0` and typographic apostrophes as `'`.
pub fn normalise(form: &str, buffer: &mut String) {
    buffer.clear();
    buffer.extend(form.chars().map(|c| match c {
        '0'..='9' => '0',
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' => '"',
        other => other,
    }));
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
        let mut buffer = String::new();
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (Some(form), Some(fine), Some(coarse)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let (Ok(fine), Ok(coarse)) = (fine.parse::<u16>(), coarse.trim().parse::<u8>()) else { continue };
            normalise(form, &mut buffer);
            let hash = hash_text(&buffer);
            if all.insert(hash, (fine, coarse)).is_none() {
                words.push((hash, hash_text(&buffer.to_lowercase())));
            }
        }
        let kept: Vec<_> = words
            .into_iter()
            .filter(|(form, lower)| form == lower || all.get(form) != all.get(lower))
            .map(|(form, _)| (form, all[&form].0, all[&form].1))
            .collect();
        Self { table: WordTable::build(&kept) }
    }

    /// Clusters of a form given as hashes of the normalised and the lower-case form.
    #[inline]
    #[must_use]
    pub fn get(&self, form: u64, lower: u64) -> (u16, u8) {
        self.table.get(form).or_else(|| self.table.get(lower)).unwrap_or((u16::MAX, u8::MAX))
    }

    /// What the classifiers know of each word.
    #[must_use]
    pub fn lexemes(&self, forms: &[&str]) -> Vec<Lexeme> {
        let mut buffer = String::new();
        let mut lowered = String::new();
        forms
            .iter()
            .map(|form| {
                normalise(form, &mut buffer);
                lowered.clear();
                lowered.extend(buffer.chars().flat_map(char::to_lowercase));
                let (form, lower) = (hash_text(&buffer), hash_text(&lowered));
                let (fine, coarse) = self.get(form, lower);
                Lexeme { form, lower, fine, coarse }
            })
            .collect()
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
        let found: Vec<_> = clusters.lexemes(&["OSLO", "UN", "Un", "2024", "zzz"]);
        let numbers: Vec<_> = found.iter().map(|lexeme| (lexeme.fine, lexeme.coarse)).collect();
        assert_eq!(numbers, [(7, 3), (9, 1), (8, 2), (5, 5), (u16::MAX, u8::MAX)]);
    }
}
