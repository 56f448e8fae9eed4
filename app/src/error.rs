use domain::{Invalid, Sentence};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a server function answers when it cannot do what was asked: all that ever crosses the wire of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Lands beside its field.
    Invalid(Invalid),
    /// A sentence a person can act on.
    Refused(Sentence),
    Missing(String),
    SignInFirst,
    /// Signed in, but the role does not allow it.
    NotAllowed,
    WrongPassword,
    TooManySignIns {
        minutes: i64,
    },
    /// Ours; the number finds it in the log.
    Broken {
        incident: String,
    },
    /// The request never reached the server, or no answer came back.
    Unreachable,
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unreachable,
            // the answer was not ours, but for example that of a proxy before us
            ServerFnErrorErr::Deserialization(_) if cfg!(not(feature = "ssr")) => Self::Unreachable,
            ServerFnErrorErr::Args(why) | ServerFnErrorErr::MissingArg(why) => Self::Refused(why.into()),
            ServerFnErrorErr::Registration(why)
            | ServerFnErrorErr::UnsupportedRequestMethod(why)
            | ServerFnErrorErr::ServerError(why)
            | ServerFnErrorErr::MiddlewareError(why)
            | ServerFnErrorErr::Deserialization(why)
            | ServerFnErrorErr::Serialization(why) => Self::Refused(why.into()),
        }
    }
}

impl AppError {
    /// Nothing was said of what was asked for: asked again, it may well go.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Broken { .. } | Self::Unreachable => true,
            Self::Invalid(_)
            | Self::Refused(_)
            | Self::Missing(_)
            | Self::SignInFirst
            | Self::NotAllowed
            | Self::WrongPassword
            | Self::TooManySignIns { .. } => false,
        }
    }
}

#[cfg(feature = "ssr")]
mod on_the_server {
    use super::AppError;
    use crate::request::answer_with;
    use axum::http::StatusCode;
    use mailroom::{images::UploadRefused, members::SignInRefused};

    impl AppError {
        /// Logged here, once; the person gets the number.
        pub fn broken(error: &(dyn std::fmt::Display + Send + Sync)) -> Self {
            let incident = incident_number();
            tracing::error!(%incident, %error, "a request failed");
            Self::Broken { incident }.answered()
        }

        /// Sets the status of the answer under way.
        pub fn answered(self) -> Self {
            answer_with(self.status());
            self
        }

        pub fn status(&self) -> StatusCode {
            match self {
                Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Self::Refused(_) => StatusCode::CONFLICT,
                Self::Missing(_) => StatusCode::NOT_FOUND,
                Self::SignInFirst | Self::WrongPassword => StatusCode::UNAUTHORIZED,
                Self::NotAllowed => StatusCode::FORBIDDEN,
                Self::TooManySignIns { .. } => StatusCode::TOO_MANY_REQUESTS,
                Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
                Self::Unreachable => StatusCode::BAD_GATEWAY,
            }
        }
    }

    /// Short enough to read out over the telephone.
    fn incident_number() -> String {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let seconds = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs() % 1_000_000);
        format!("{seconds:06}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
    }

    impl From<mailroom::Error> for AppError {
        fn from(error: mailroom::Error) -> Self {
            match error {
                mailroom::Error::Invalid(invalid) => Self::Invalid(invalid).answered(),
                mailroom::Error::Refused(why) => Self::Refused(why).answered(),
                mailroom::Error::Missing(what) => Self::Missing(what).answered(),
                mailroom::Error::Database(_) | mailroom::Error::Broken(_) => Self::broken(&error),
            }
        }
    }

    impl From<UploadRefused> for AppError {
        fn from(refused: UploadRefused) -> Self {
            match refused {
                UploadRefused::Unfit(unfit) => Self::Refused(unfit.sentence()).answered(),
                UploadRefused::Failed(error) => error.into(),
            }
        }
    }

    impl From<SignInRefused> for AppError {
        fn from(refused: SignInRefused) -> Self {
            match refused {
                SignInRefused::Wrong => Self::WrongPassword.answered(),
                SignInRefused::TooMany { minutes } => Self::TooManySignIns { minutes }.answered(),
                SignInRefused::Failed(error) => error.into(),
            }
        }
    }
}
