//! How much memory the process has.

/// Bytes of memory that belong to this process alone: what it has allocated and touched, without the files that it
/// has mapped. `None` where the system does not tell.
#[must_use]
pub fn used() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_allocated_counts() {
        // Other tests allocate and free at the same time, so that one look may mislead.
        let counts = (0..20).any(|_| {
            let before = super::used().unwrap();
            // Or else the optimiser leaves the block out.
            let block = std::hint::black_box(vec![1u8; 64 << 20]);
            let after = super::used().unwrap();
            drop(block);
            after >= before + (60 << 20)
        });
        assert!(counts);
    }
}
