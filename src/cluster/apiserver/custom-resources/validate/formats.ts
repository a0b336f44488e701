// Stands for the string formats of kube-openapi: the ones that definitions may ask for. Any other is only a remark.

import { goRegExp } from "../../../../api/go-regexp.ts";
import { Result, typeMismatch } from "./result.ts";

type Format = (text: string) => boolean;

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const UUID3 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const UUID4 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const UUID5 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const CARD =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/;
const RGB =
  /^rgb\(\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*\)$/;
const DURATION =
  /^[+-]?((\d+\.?\d*|\.\d+)\s*(ns|nano|us|µs|micro|ms|milli|s|sec|second|seconds|m|min|minute|minutes|h|hr|hour|hours|d|day|days|w|week|weeks)\s*)+$/;
const HOST_PATTERN =
  "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z0-9\\p{S}\\p{L}])(-?[a-zA-Z0-9\\p{S}\\p{L}]){1,62})$";

function formatNamed(name: string): Format | undefined {
  switch (name) {
    case "uuid":
      return (text) => UUID.test(text);
    case "uuid3":
      return (text) => UUID3.test(text);
    case "uuid4":
      return (text) => UUID4.test(text);
    case "uuid5":
      return (text) => UUID5.test(text);
    case "date":
      return isDate;
    case "datetime":
      return (text) => DATE_TIME.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
    case "duration":
      return (text) => text === "0" || DURATION.test(text);
    case "ipv4":
      return isIPv4;
    case "ipv6":
      return isIPv6;
    case "cidr":
      return isCIDR;
    case "mac":
      return (text) =>
        /^([0-9a-f]{2}[:-]){5}([0-9a-f]{2}|([0-9a-f]{2}[:-]){2}[0-9a-f]{2})$|^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(
          text,
        );
    case "email":
      return isEmail;
    case "hostname":
      return (text) =>
        text.length <= 255 && goRegExp(HOST_PATTERN).test(text) && text.split(".").every((part) => part.length <= 63);
    case "uri":
      return isRequestURI;
    case "byte":
      return (text) => BASE64.test(text);
    case "creditcard":
      return (text) => CARD.test(text.replace(/\D+/g, "")) && isLuhn(text.replace(/\D+/g, ""));
    case "hexcolor":
      return (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text);
    case "rgbcolor":
      return (text) => RGB.test(text);
    case "ssn":
      return (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);
    case "isbn":
      return (text) => isISBN10(text) || isISBN13(text);
    case "isbn10":
      return isISBN10;
    case "isbn13":
      return isISBN13;
    case "bsonobjectid":
      return (text) => /^[0-9a-fA-F]{24}$/.test(text);
    case "password":
      return () => true;
    default:
      return undefined;
  }
}

/** Undefined where the format is none that is checked. */
export function formatFault(text: string, format: string | undefined, name: string): Result | undefined {
  const check = format === undefined ? undefined : formatNamed(format.replaceAll("-", ""));
  if (check === undefined || format === undefined) return undefined;
  return check(text) ? new Result() : Result.of(typeMismatch(name, format, text));
}

export function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIPv6(text: string): boolean {
  if (!text.includes(":")) return false;
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return false;
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const all = [...groups(head), ...groups(tail ?? "")];
  const last = all.at(-1) ?? "";
  const hasIPv4 = last.includes(".");
  const words = hasIPv4 ? all.slice(0, -1) : all;
  if ((hasIPv4 && !isIPv4(last)) || !words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return false;
  const count = words.length + (hasIPv4 ? 2 : 0);
  return tail === undefined ? count === 8 : count < 8;
}

export function isCIDR(text: string): boolean {
  const [address = "", bits = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return isIPv4(address) ? Number(bits) <= 32 : isIPv6(address) && Number(bits) <= 128;
}

function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = DATE.exec(text) ?? [];
  if (year === "") return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** An address, alone or after a name: `Ann <ann@example.com>`. */
function isEmail(text: string): boolean {
  const [, inner = text.trim()] = /^[^<>]*<([^<>]+)>\s*$/.exec(text) ?? [];
  return (
    /^("[^"]+"|[^\s"(),:;<>@[\\\]]+)@([^\s"(),:;<>@[\\\].]+(\.[^\s"(),:;<>@[\\\].]+)*|\[[^\]]+\])$/.test(inner) &&
    !/^\.|\.\.|\.@/.test(inner)
  );
}

function isRequestURI(text: string): boolean {
  if (/[\s<>"{}|\\^`]/.test(text) || text === "") return false;
  return text.startsWith("/") || text === "*" || /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text);
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const twice = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}

function isISBN10(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, "");
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + (index + 1) * (digit === "X" ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isISBN13(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, "");
  if (!/^[0-9]{13}$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + (index % 2 === 0 ? 1 : 3) * Number(digit), 0);
  return sum % 10 === 0;
}
