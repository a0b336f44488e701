// The certificate of the simulated cluster's own authority, as kube-root-ca.crt publishes it to pods. Its key was thrown away: inside the
// process nothing is encrypted, so nothing has to be signed.

export const rootCertificate = `-----BEGIN CERTIFICATE-----
MIIBpjCCAUygAwIBAgIUehlVPWzXB3T3SZOhxXoQLY06JncwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjAyMzU4NTBaFw0zNjExMTcy
MzU4NTBaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQeegQD1QrLUg5Df2aOUDubFgoZyLxUckAKoP+3IZO2FWjkkmj05XhG
NcATSoOFPHixXdEu7BG2IpH5Zr/Y+Z0Jo3oweDAdBgNVHQ4EFgQUzTiefa8RiyU9
Q+POpCPRFD0bP8IwHwYDVR0jBBgwFoAUzTiefa8RiyU9Q+POpCPRFD0bP8IwDwYD
VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAqQwFQYDVR0RBA4wDIIKa3ViZXJu
ZXRlczAKBggqhkjOPQQDAgNIADBFAiBsmvoYN4YAURnVuuz7yb1FAH0H248y8IdV
ZoBqEzmqtAIhAPSE6+lT4+wB8m70T0WVCI5LrYTrTRkDk7S07d0ea2td
-----END CERTIFICATE-----
`;
