use super::{Envelope, Refusal};
use base64::{Engine, prelude::BASE64_STANDARD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use rustls::pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use webpki::{EndEntityCert, ring::RSA_PKCS1_2048_8192_SHA256};

/// RSA over SHA-1 for version 1, which topics have until it is changed, and over SHA-256 for version 2.
pub(super) fn check(certificate: &CertificateDer<'_>, envelope: &Envelope, text: &[u8]) -> Result<(), Refusal> {
    let signature = BASE64_STANDARD.decode(&envelope.signature).map_err(|_| Refusal::Signature)?;
    let certificate = EndEntityCert::try_from(certificate).map_err(|e| Refusal::Certificate(e.to_string()))?;
    let algorithm: &dyn SignatureVerificationAlgorithm = match envelope.signature_version.as_str() {
        "1" => &RsaSha1,
        "2" => RSA_PKCS1_2048_8192_SHA256,
        _ => return Err(Refusal::Signature),
    };
    certificate.verify_signature(algorithm, text, &signature).map_err(|_| Refusal::Signature)
}

#[derive(Debug)]
struct RsaSha1;

impl SignatureVerificationAlgorithm for RsaSha1 {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    /// No certificate is checked with this, so it never matters.
    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_PKCS1_SHA256
    }

    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, key)
            .verify(message, signature)
            .map_err(|_| InvalidSignature)
    }
}
