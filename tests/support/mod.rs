//! What several suites that run the program have in common.
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Articles as JSON, of one shape between changing actors, so that each differs in everything that a graph holds;
/// another edition has other numbers.
pub fn articles(count: usize, edition: usize) -> Vec<String> {
    let states = ["Kenya", "Norway", "Chile", "Japan", "Ghana", "Peru", "Oman", "Latvia"];
    let cities = ["Nairobi", "Oslo", "Santiago", "Tokyo", "Accra", "Lima", "Muscat", "Riga"];
    (0..count)
        .map(|i| {
            let (a, b, city) = (states[i % 8], states[(i / 8 + i + 1) % 8], cities[i % 8]);
            let number = i + 1000 * edition;
            let text = format!(
                "{a} held talks with {b} in {city} on Monday to discuss trade.\n\n\
                 {a} accused {b} of breaking agreement number {number} and said it would not sign another one."
            );
            let title = format!("{a} and {b} meet for the {i}th time");
            serde_json::json!({ "id": format!("wire-{i}"), "title": title, "text": text, "date": "2024-02-14",
                "source": "Test Wire", "url": format!("https://wire.example/{i}") })
            .to_string()
        })
        .collect()
}

/// A folder that goes away with its owner.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}
