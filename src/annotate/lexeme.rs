//! What the classifiers know of a word form: its hash, its lower-case hash, its distributional clusters.
use super::linear::{hash_text, mix};
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
    /// Start of each bucket in `entries`, counted in entries; 4 bytes each.
    directory: Bytes,
    /// Fingerprint (2 bytes), first (2) and second (1) value.
    entries: Bytes,
    bits: u32,
}

const ENTRY: usize = 5;

impl WordTable {
    /// Builds a table; of several entries for one word the first counts.
    ///
    /// # Panics
    /// If there are 2³² words or more.
    #[must_use]
    pub fn build(words: &[(u64, u16, u8)]) -> Self {
        let bits = (words.len() / 4).max(2).next_power_of_two().trailing_zeros();
        let mut sorted: Vec<_> = words.iter().map(|&(word, a, b)| (address(word, bits), a, b)).collect();
        sorted.sort_by_key(|entry| entry.0);
        sorted.dedup_by_key(|entry| entry.0);
        let mut directory = Vec::new();
        let mut entries = Vec::with_capacity(sorted.len() * ENTRY);
        let mut next = sorted.iter().peekable();
        for bucket in 0..=1usize << bits {
            let start = u32::try_from(entries.len() / ENTRY).expect("fewer than 2³² words");
            directory.extend_from_slice(&start.to_le_bytes());
            while let Some(((_, fingerprint), a, b)) = next.next_if(|entry| entry.0.0 == bucket) {
                entries.extend_from_slice(&fingerprint.to_le_bytes());
                entries.extend_from_slice(&a.to_le_bytes());
                entries.push(*b);
            }
        }
        Self { directory: directory.into(), entries: entries.into(), bits }
    }

    /// The two numbers of a word.
    #[inline]
    #[must_use]
    pub fn get(&self, word: u64) -> Option<(u16, u8)> {
        let (bucket, fingerprint) = address(word, self.bits);
        let [a, b, c, d, e, f, g, h] = array::<8>(&self.directory, bucket * 4)?;
        let (start, end) = (u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize);
        let entries = self.entries.get(start.checked_mul(ENTRY)?..end.checked_mul(ENTRY)?)?;
        entries
            .chunks_exact(ENTRY)
            .find(|entry| u16::from_le_bytes([entry[0], entry[1]]) == fingerprint)
            .map(|entry| (u16::from_le_bytes([entry[2], entry[3]]), entry[4]))
    }

    /// Appends the table's sections.
    pub fn write(&self, writer: &mut Writer) {
        writer.section(&self.bits.to_le_bytes());
        writer.section(&self.directory);
        writer.section(&self.entries);
    }

    /// Reads the table's sections.
    ///
    /// # Errors
    /// If they are incomplete or contradict each other.
    pub fn read(reader: &mut Reader) -> Result<Self, FormatProblem> {
        let head = reader.section()?;
        let problem = FormatProblem::Section("words");
        let bits = u32::from_le_bytes(array(&head, 0).ok_or_else(|| problem.clone())?);
        let (directory, entries) = (reader.section()?, reader.section()?);
        if !(1..=30).contains(&bits) || directory.len() != ((1usize << bits) + 1) * 4 || entries.len() % ENTRY != 0 {
            return Err(problem);
        }
        Ok(Self { directory, entries, bits })
    }
}

#[inline]
fn address(word: u64, bits: u32) -> (usize, u16) {
    let hash = mix(word, 0x2545_f491_4f6c_dd1d);
    ((hash >> (64 - bits)) as usize, (hash & 0xffff) as u16)
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
