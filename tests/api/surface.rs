//! What every answer has in common, and what nobody gets.

use anyhow::Result;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use shared::account::Role;
use shared::sync::wire::Problem;
use tests::client::{Client, http};
use tests::server::Server;

#[tokio::test]
async fn an_unknown_api_address_is_answered_in_json() -> Result<()> {
    let server = Server::demo().await?;
    for (method, path, status) in [
        (Method::GET, "/api/v1/unknown", StatusCode::NOT_FOUND),
        (Method::GET, "/api", StatusCode::NOT_FOUND),
        (Method::GET, "/api/v1/session/", StatusCode::NOT_FOUND),
        (Method::GET, "/api/v1/sync/push", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let answer = http()?.request(method, format!("{}{path}", server.origin())).send().await?;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/json", "{path}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{path}");
        assert!(!answer.json::<Problem>().await?.message.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_carries_the_same_protection() -> Result<()> {
    let server = Server::demo().await?;
    for path in ["/", "/staff", "/sw.js", "/files/gone.js", "/api/v1/session", "/healthz"] {
        let answer = http()?.get(format!("{}{path}", server.origin())).send().await?;
        let headers = answer.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str()?;
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}");
        assert!(policy.contains("require-trusted-types-for 'script'"), "{path}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
        assert!(headers["permissions-policy"].to_str()?.contains("geolocation=()"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_are_asked_for_again_and_named_files_never() -> Result<()> {
    let server = Server::demo().await?;
    let get = async |path: &str| anyhow::Ok(http()?.get(format!("{}{path}", server.origin())).send().await?);
    for (path, kept, kind) in [
        ("/", "no-cache", "text/html; charset=utf-8"),
        ("/sign-in", "no-cache", "text/html; charset=utf-8"),
        ("/staff/caseload", "no-cache", "text/html; charset=utf-8"),
        ("/sw.js", "no-cache", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "no-cache", "application/manifest+json"),
        ("/files/app-0123456789abcdef.wasm", "public, max-age=31536000, immutable", "application/wasm"),
    ] {
        let answer = get(path).await?;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], kept, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], kind, "{path}");
    }
    for path in ["/files/gone.wasm", "/favicon.ico", "/..%2f..%2fetc/passwd.txt"] {
        assert_eq!(get(path).await?.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert!(get("/staff/caseload").await?.text().await?.contains("staff"));
    Ok(())
}

#[tokio::test]
async fn a_file_is_sent_small_and_not_sent_again_unchanged() -> Result<()> {
    let server = Server::demo().await?;
    let address = format!("{}/files/app-0123456789abcdef.wasm", server.origin());
    let small = http()?.get(&address).header(header::ACCEPT_ENCODING, "gzip, br").send().await?;
    assert_eq!(small.headers()[header::CONTENT_ENCODING], "br");
    assert_eq!(small.headers()[header::VARY], "accept-encoding");
    let tag = small.headers()[header::ETAG].clone();
    assert_eq!(small.text().await?, "compressed");

    let plain = http()?.get(&address).send().await?;
    assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
    assert_ne!(plain.headers()[header::ETAG], tag);

    let again = http()?.get(&address).header(header::ACCEPT_ENCODING, "br").header(header::IF_NONE_MATCH, tag);
    assert_eq!(again.send().await?.status(), StatusCode::NOT_MODIFIED);
    Ok(())
}

#[tokio::test]
async fn the_description_names_every_address_and_every_part_it_refers_to() -> Result<()> {
    let server = Server::demo().await?;
    let text = http()?.get(format!("{}/api/openapi.json", server.origin())).send().await?.text().await?;
    let description: Value = serde_json::from_str(&text)?;
    for path in ["/api/v1/session", "/api/v1/sync/push", "/api/v1/sync/pull", "/api/v1/dashboards/movement"] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(description["components"]["schemas"][name].is_object(), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn another_site_cannot_act_for_somebody_who_is_signed_in() -> Result<()> {
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let push = || client.http().post(client.address("/api/v1/sync/push"));
    for site in ["cross-site", "same-site", "none"] {
        let answer = push().header("sec-fetch-site", site).json(&json!({})).send().await?;
        assert_eq!(answer.json::<Problem>().await?.code, "other_site", "{site}");
    }
    for origin in ["https://other.example", "null"] {
        let answer = push().header(header::ORIGIN, origin).json(&json!({})).send().await?;
        assert_eq!(answer.json::<Problem>().await?.code, "other_site", "{origin}");
    }
    let plain = reqwest::Client::builder().cookie_store(true).build()?;
    let bare = plain.post(client.address("/api/v1/sync/push")).json(&json!({})).send().await?;
    assert_eq!(bare.json::<Problem>().await?.code, "other_site", "without the app's own header");
    let form = push().header(header::CONTENT_TYPE, "text/plain").body("{}").send().await?;
    assert_eq!(form.json::<Problem>().await?.code, "not_json");
    let signed_out = client.http().delete(client.address("/api/v1/session")).header("sec-fetch-site", "cross-site");
    assert_eq!(signed_out.send().await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(client.get("/api/v1/session").await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn the_server_says_that_it_lives() -> Result<()> {
    let server = Server::demo().await?;
    for path in ["/healthz", "/readyz"] {
        let answer = http()?.get(format!("{}{path}", server.origin())).send().await?;
        assert_eq!((answer.status(), answer.text().await?.as_str()), (StatusCode::OK, "ok\n"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn an_operator_can_have_the_service_workers_removed() -> Result<()> {
    let mut server = Server::demo().await?;
    let published = r#"{"participant":{"version":"a","worker":"keep"},"staff":{"version":"b","worker":"keep"}}"#;
    std::fs::write(server.app().join("version.json"), published)?;
    let mut said = Vec::new();
    for flags in [&[][..], &["--service-worker", "off"], &[]] {
        server.stop().await?;
        server.start_again_with(flags).await?;
        let get = async |path: &str| anyhow::Ok(http()?.get(format!("{}{path}", server.origin())).send().await?);
        let versions = get("/version.json").await?;
        assert_eq!(versions.headers()[header::CACHE_CONTROL], "no-store");
        let versions: Value = versions.json().await?;
        let removes = get("/sw.js").await?.text().await?.contains("registration.unregister()");
        said.push((versions["participant"]["worker"].clone(), versions["staff"]["version"].clone(), removes));
    }
    let (on, off) = ((json!("keep"), json!("b"), false), (json!("remove"), json!("b"), true));
    assert_eq!(said, [on.clone(), off, on]);
    Ok(())
}
