//! Passwords: argon2id as OWASP's cheat sheet asks (19 MiB, 2 passes, 1 lane), away from the async threads.

use crate::{Error, Result};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use domain::{Invalid, member::PASSWORD_CHARACTERS_MIN};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Argon2 reads all of it: a limit on the work a stranger can ask for.
const PASSWORD_OCTETS_MAX: usize = 1024;

/// Each takes 19 MiB and a core for tens of milliseconds; more would only queue in memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

pub fn check(password: &str) -> Result<(), Invalid> {
    if password.chars().count() < PASSWORD_CHARACTERS_MIN {
        let reason = (
            format!("the password needs at least {PASSWORD_CHARACTERS_MIN} characters"),
            format!("비밀번호는 {PASSWORD_CHARACTERS_MIN}자 이상이어야 합니다"),
        );
        return Err(Invalid::new("password", reason));
    }
    if password.len() > PASSWORD_OCTETS_MAX {
        let reason = (
            format!("the password is longer than {PASSWORD_OCTETS_MAX} bytes"),
            format!("비밀번호가 {PASSWORD_OCTETS_MAX}바이트를 넘습니다"),
        );
        return Err(Invalid::new("password", reason));
    }
    Ok(())
}

/// In the PHC string format.
pub async fn hash(password: String) -> Result<String> {
    apart(move || hash_now(&password)).await?
}

/// `hash` is `None` for somebody we do not know: the same work is done, so that the time tells nothing.
pub async fn is_right(password: String, hash: Option<String>) -> Result<bool> {
    if password.len() > PASSWORD_OCTETS_MAX {
        return Ok(false);
    }
    apart(move || match hash {
        Some(hash) => verify(&password, &hash),
        None => verify(&password, nobodys_hash()?).map(|_| false),
    })
    .await?
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String> {
    let hash: PasswordHash = argon2()?.hash_password(password.as_bytes()).map_err(Error::broken)?;
    Ok(hash.to_string())
}

fn verify(password: &str, hash: &str) -> Result<bool> {
    let hash = PasswordHash::new(hash).map_err(Error::broken)?;
    Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
}

fn nobodys_hash() -> Result<&'static str> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let hash = hash_now("nobody has this password")?;
    Ok(HASH.get_or_init(|| hash))
}

#[cfg(test)]
mod tests {
    use super::{check, hash, is_right};

    #[test]
    fn a_password_has_at_least_ten_characters_not_bytes() {
        assert!(check("nine char").is_err());
        assert!(check("비밀번호열글자입니다").is_ok());
        assert!(check("비밀번호").is_err());
        assert!(check(&"x".repeat(1025)).is_err());
    }

    #[tokio::test]
    async fn only_the_right_password_fits_its_hash() {
        let kept = hash("correct horse".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("correct horse".into(), Some(kept.clone())).await.unwrap());
        assert!(!is_right("correct horsf".into(), Some(kept)).await.unwrap());
        assert!(!is_right("nobody has this password".into(), None).await.unwrap());
    }
}
