/// The smallest round number that holds them all: 2, 4 or 10 times a power of ten, so that its half is whole.
pub fn top(greatest: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [2, 4, 10] {
            if step * power >= greatest {
                return step * power;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// How high on a field of 100, from the bottom.
pub fn height(n: i64, top: i64) -> f64 {
    n as f64 / top as f64 * 100.0
}

#[cfg(test)]
mod tests {
    use super::{height, top};

    #[test]
    fn a_scale_ends_at_a_round_number_that_holds_everything() {
        let table = [(0, 2), (2, 2), (3, 4), (7, 10), (10, 10), (11, 20), (35, 40), (41, 100), (999_999, 1_000_000)];
        for (greatest, expected) in table {
            assert_eq!(top(greatest), expected, "{greatest}");
        }
    }

    #[test]
    fn the_greatest_fills_the_field() {
        assert!((height(40, 40) - 100.0).abs() < f64::EPSILON && height(0, 40) == 0.0);
    }
}
