//! Arithmetic that no expression can do: check digits, and how random a word looks.
//!
//! What is forbidden is data; this table is the part of it that must be code.

/// Looks at a passage and says how much of it, from its beginning, stands the check.
pub(crate) type Check = fn(&str) -> Option<usize>;

/// A check by the name the data file knows it by.
pub(crate) struct Named {
    pub name: &'static str,
    pub holds: Check,
    /// Of a check that looks at a single word: whether that word could be, or hold, such a passage.
    /// Where no word of a text could, its expression need not be compiled. Such passages are so loosely
    /// described that a word put together from two lines could pass for one.
    pub word: Option<fn(&str) -> bool>,
}

pub(crate) const CHECKS: &[Named] = &[
    named("luhn", |text| whole(text, |d| is_luhn(d) && d.len() >= 8)),
    named("payment-card", payment_card),
    named("iban", iban),
    named("saudi-id", |text| {
        whole(text, |d| {
            d.len() == 10 && matches!(d[0], 1 | 2) && is_luhn(d)
        })
    }),
    named("us-ssn", |text| whole(text, is_us_ssn)),
    named("verhoeff", |text| whole(text, is_verhoeff)),
    named("cpf", |text| whole(text, is_cpf)),
    named("insee", |text| whole(text, is_insee)),
    named("bsn", |text| whole(text, is_bsn)),
    named("tckn", |text| whole(text, is_tckn)),
    named("pesel", |text| whole(text, is_pesel)),
    named("dni", dni),
    named("ric", ric),
    named("phone", |text| {
        whole(text, |d| {
            (8..=15).contains(&d.len()) && d.iter().any(|digit| *digit != d[0])
        })
    }),
    Named {
        name: "mixed",
        holds: mixed,
        word: Some(|word| mixed(word).is_some()),
    },
    Named {
        name: "strong",
        holds: strong,
        word: Some(|word| strong(word).is_some()),
    },
    Named {
        name: "entropy",
        holds: entropy,
        word: Some(is_varied),
    },
];

const fn named(name: &'static str, holds: Check) -> Named {
    Named {
        name,
        holds,
        word: None,
    }
}

fn digits(text: &str) -> Vec<u32> {
    text.chars()
        .filter_map(|letter| letter.to_digit(10))
        .collect()
}

/// A check on all digits of a passage.
fn whole(text: &str, holds: impl Fn(&[u32]) -> bool) -> Option<usize> {
    let digits = digits(text);
    (!digits.is_empty() && holds(&digits)).then_some(text.len())
}

fn is_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => *digit,
            _ if *digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

/// Ends after which a passage may stop: those of its groups, longest first.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let mut ends: Vec<usize> = text
        .char_indices()
        .filter(|(place, letter)| {
            let next = text[place + letter.len_utf8()..].chars().next();
            letter.is_ascii_alphanumeric() && next.is_none_or(|next| !next.is_ascii_alphanumeric())
        })
        .map(|(place, letter)| place + letter.len_utf8())
        .collect();
    ends.reverse();
    ends.into_iter()
}

/// A card number, also where an expiry date follows it. Issuers' prefixes and lengths keep one in
/// ten long order numbers from being taken for a card.
fn payment_card(text: &str) -> Option<usize> {
    ends(text).find(|end| {
        let digits = digits(&text[..*end]);
        let length = digits.len();
        length >= 12
            && is_luhn(&digits)
            && match (digits[0], digits[1]) {
                (4, _) => matches!(length, 13 | 16 | 19),
                (3, 4 | 7) => length == 15,
                (3, 0 | 6 | 8 | 9) => (14..=19).contains(&length),
                (3, 5) => (16..=19).contains(&length),
                (2, 2..=7) | (5, 1..=5) => length == 16,
                (5, 0 | 6..=8) | (6, _) => (12..=19).contains(&length),
                (9, 6) => length == 16,
                _ => false,
            }
    })
}

/// ISO 13616: letters count from 10, the first four characters go last, and the rest of the division
/// by 97 is 1. Words in capitals may follow.
fn iban(text: &str) -> Option<usize> {
    ends(text).find(|end| {
        let plain: Vec<char> = text[..*end]
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        (15..=34).contains(&plain.len())
            && plain[4..]
                .iter()
                .chain(&plain[..4])
                .fold(0, |rest, letter| {
                    let value = letter.to_digit(36).unwrap_or(0);
                    (rest * if value > 9 { 100 } else { 10 } + value) % 97
                })
                == 1
    })
}

fn is_us_ssn(d: &[u32]) -> bool {
    let number = |digits: &[u32]| digits.iter().fold(0, |sum, digit| sum * 10 + digit);
    d.len() == 9
        && !matches!(number(&d[..3]), 0 | 666 | 900..)
        && number(&d[3..5]) != 0
        && number(&d[5..]) != 0
}

/// India's Aadhaar.
fn is_verhoeff(digits: &[u32]) -> bool {
    // Multiplication in the group of the pentagon, and its permutation.
    let times = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - b) % 5,
        (false, false) => (5 + a - b) % 5,
    };
    const TURN: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |digit: u32, times: usize| (0..times).fold(digit, |at, _| TURN[at as usize]);
    digits.len() == 12
        && digits[0] > 1
        && digits
            .iter()
            .rev()
            .enumerate()
            .fold(0, |sum, (place, digit)| {
                times(sum, turned(*digit, place % 8))
            })
            == 0
}

fn weighted(digits: &[u32], weights: impl IntoIterator<Item = u32>) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// Brazil.
fn is_cpf(d: &[u32]) -> bool {
    let check = |sum: u32| match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    d.len() == 11
        && d.iter().any(|digit| *digit != d[0])
        && check(weighted(&d[..9], (2..=10).rev())) == d[9]
        && check(weighted(&d[..10], (2..=11).rev())) == d[10]
}

/// France.
fn is_insee(d: &[u32]) -> bool {
    let number = d
        .iter()
        .take(13)
        .fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
    d.len() == 15 && 97 - number % 97 == u64::from(d[13] * 10 + d[14])
}

/// The Netherlands.
fn is_bsn(d: &[u32]) -> bool {
    d.len() == 9
        && weighted(&d[..8], (2..=9).rev()) % 11 == d[8]
        && d.iter().any(|digit| *digit != 0)
}

/// Türkiye.
fn is_tckn(d: &[u32]) -> bool {
    d.len() == 11 && d[0] != 0 && {
        let odd: u32 = d[..9].iter().step_by(2).sum();
        let even: u32 = d[1..8].iter().step_by(2).sum();
        (odd * 7 + 100 - even) % 10 == d[9] && d[..10].iter().sum::<u32>() % 10 == d[10]
    }
}

/// Poland.
fn is_pesel(d: &[u32]) -> bool {
    d.len() == 11
        && (10 - weighted(&d[..10], [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == d[10]
        && (1..=31).contains(&(d[4] * 10 + d[5]))
}

/// Spain: eight digits, or X, Y or Z and seven, and a letter.
fn dni(text: &str) -> Option<usize> {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let (number, letter) = plain.split_at_checked(8)?;
    let number = match number.as_bytes()[0].to_ascii_uppercase() {
        first @ b'X'..=b'Z' => format!("{}{}", first - b'X', &number[1..]),
        _ => number.to_owned(),
    };
    let number: usize = number.parse().ok()?;
    letter
        .eq_ignore_ascii_case(&char::from(LETTERS[number % 23]).to_string())
        .then_some(text.len())
}

/// China: seventeen digits and one that may be X.
fn ric(text: &str) -> Option<usize> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (body, last) = text.split_at_checked(17)?;
    let expected = (12 - weighted(&digits(body), WEIGHTS) % 11) % 11;
    let given = match last {
        "X" | "x" => 10,
        digit => digit.parse().ok()?,
    };
    (expected == given).then_some(text.len())
}

/// Whether a value could be a password and is no ordinary word: letters with digits, marks or
/// capitals among them, or digits alone.
fn mixed(text: &str) -> Option<usize> {
    let has = |class: fn(char) -> bool| text.chars().any(class);
    let mark = has(|letter| "!@#$%^&*?+=_\\|~".contains(letter));
    let capital_inside = text.chars().skip(1).any(char::is_uppercase) && has(char::is_lowercase);
    let stands = has(|letter| letter.is_ascii_digit()) || mark || capital_inside;
    stands.then_some(text.len())
}

/// Whether a word is one that only a password or key would be: letters and several digits.
fn strong(text: &str) -> Option<usize> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let has_letter = text.chars().any(|letter| letter.is_ascii_alphabetic());
    (has_letter && digits >= 2).then_some(text.len())
}

/// Whether a long word looks as if nobody could have thought of it. Digests, identifiers and names
/// of code are long as well: what is hexadecimal alone, or of one case, is none.
fn entropy(text: &str) -> Option<usize> {
    let hexadecimal = text
        .chars()
        .all(|letter| letter.is_ascii_hexdigit() || letter == '-');
    (!hexadecimal && is_varied(text) && bits(text) >= 3.3).then_some(text.len())
}

fn is_varied(text: &str) -> bool {
    let count = |class: fn(&char) -> bool| text.chars().filter(class).count();
    count(char::is_ascii_digit) >= 2
        && count(char::is_ascii_uppercase) >= 2
        && count(char::is_ascii_lowercase) >= 2
}

/// Shannon's bits a character.
fn bits(text: &str) -> f64 {
    let mut counts = [0_u32; 128];
    let mut total = 0_u32;
    for byte in text.bytes().filter(u8::is_ascii) {
        counts[usize::from(byte)] += 1;
        total += 1;
    }
    let share = |count: u32| f64::from(count) / f64::from(total.max(1));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| -share(*count) * share(*count).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_hold_and_a_slip_breaks_them() {
        for (name, right, wrong) in [
            ("payment-card", "4111 1111 1111 1111", "4111 1111 1111 1112"),
            ("payment-card", "3782-822463-10005", "3782-822463-10006"),
            (
                "iban",
                "SA03 8000 0000 6080 1016 7519",
                "SA03 8000 0000 6080 1016 7518",
            ),
            ("iban", "GB82WEST12345698765432", "GB82WEST12345698765433"),
            ("saudi-id", "1010101010", "1010101014"),
            ("us-ssn", "219-09-9999", "666-09-9999"),
            ("verhoeff", "2363 4567 8904", "2363 4567 8909"),
            ("cpf", "529.982.247-25", "529.982.247-26"),
            ("insee", "2 55 08 14 168 025 38", "2 55 08 14 168 025 39"),
            ("bsn", "111222333", "111222334"),
            ("tckn", "10000000146", "10000000147"),
            ("pesel", "44051401359", "44051401358"),
            ("dni", "12345678Z", "12345678A"),
            ("dni", "X1234567L", "X1234567M"),
            ("ric", "11010519491231002X", "110105194912310021"),
            ("mixed", "hunter2", "unchanged"),
            ("entropy", "q7Xf2Lm9ZpR4vT8kWc3N", "authentication-handler"),
            (
                "entropy",
                "q7Xf2Lm9ZpR4vT8kWc3N",
                "9f86d081884c7d659a2feaa0c55ad015",
            ),
        ] {
            let check = CHECKS.iter().find(|check| check.name == name).expect(name);
            assert_eq!((check.holds)(right), Some(right.len()), "{name} {right}");
            assert_eq!((check.holds)(wrong), None, "{name} {wrong}");
        }
    }

    #[test]
    fn what_follows_a_number_is_no_part_of_it() {
        assert_eq!(payment_card("4111 1111 1111 1111 12"), Some(19));
        assert_eq!(iban("SA0380000000608010167519 SAR"), Some(24));
    }
}
