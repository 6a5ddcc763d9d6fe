//! The key of somebody who may sign: as `ssh-keygen` prints it, or as a fingerprint.

/// The key without what does not matter: `ssh-ed25519 AAAA…` without its comment, a fingerprint in
/// capitals without spaces.
pub(crate) fn key(written: &str) -> Result<String, &'static str> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let print = words.concat().to_ascii_uppercase();
    if [40, 64].contains(&print.len()) && print.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(print);
    }
    match words[..] {
        [kind, key, ..] if is_kind(kind) && is_base64(key) => Ok(format!("{kind} {key}")),
        _ => Err(
            "not a key; write an SSH public key (`ssh-ed25519 AAAA\u{2026}`) or the full fingerprint of an OpenPGP key",
        ),
    }
}

fn is_kind(word: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-"]
        .iter()
        .any(|kind| word.starts_with(kind))
        && word.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Every such key begins with the length of its kind, three bytes of it zero.
fn is_base64(word: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    word.len() > 40 && word.starts_with("AAAA") && word.bytes().all(digit)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys_are_read_as_their_programs_print_them() {
        let ssh =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3dKm5xv2hGQ0oX1kq6c3b7v0n9m8l7k6j5h4g3f2d1";
        let print = "0123456789ABCDEF0123456789ABCDEF01234567";
        for (written, read) in [
            (format!("{ssh} ann@laptop"), Some(ssh)),
            (ssh.to_owned(), Some(ssh)),
            (
                "0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567".to_owned(),
                Some(print),
            ),
            (print.to_owned(), Some(print)),
            // A short one could be another's too.
            ("89ABCDEF01234567".to_owned(), None),
            ("ssh-ed25519".to_owned(), None),
            (ssh.replace("ssh-", "tls-"), None),
            (
                "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU".to_owned(),
                None,
            ),
            (String::new(), None),
        ] {
            assert_eq!(key(&written).ok().as_deref(), read, "{written}");
        }
    }
}
