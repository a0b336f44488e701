// Stands for the text that both ends of a SPDY/3 connection know before the first byte, so that even the first headers are short.
// Promises the 1423 bytes of the specification, in its order: one byte amiss, and no peer can read a header.

const NAMES = `options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow
  authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5
  content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range
  if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after
  server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status`;

const STATUS_CODES =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505" +
  "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found" +
  "500 Internal Server Error501 Not Implemented503 Service Unavailable";

const VALUES =
  "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT" +
  "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,public" +
  "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

/** The checksum (Adler-32) by which a compressed stream names this dictionary. */
export const DICTIONARY_ID = 0xe3c6a7c2;

export function spdyDictionary(): Buffer {
  const words = [...NAMES.split(/\s+/), "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive"];
  return Buffer.concat([...words, "origin"].map(lengthAndText).concat(Buffer.from(STATUS_CODES + VALUES, "latin1")));
}

function lengthAndText(word: string): Buffer {
  const entry = Buffer.alloc(4 + word.length);
  entry.writeUInt32BE(word.length);
  entry.write(word, 4, "latin1");
  return entry;
}
