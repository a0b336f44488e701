// jsonpath, go-template and their variants from files, as -o asks for them.

import { goQuote, goSyntax, goValue } from "../../api/go-values.ts";
import { findResults } from "../../api/jsonpath/find.ts";
import { JsonPathError, parseJsonPath } from "../../api/jsonpath/parse.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { goJson } from "../go-json.ts";
import { ExecutionError, executeGoTemplate, parseGoTemplate, TemplateError } from "../go-template/go-template.ts";
import { evaluateToText } from "../jsonpath/evaluate.ts";
import { systemMessage } from "../kubeconfig.ts";
import type { ObjectPrinter } from "./object-printer.ts";
import { plainJsonText, sortedKeys } from "./object-text.ts";

const TEMPLATE_NAMES = [
  "jsonpath-as-json",
  "jsonpath-file",
  "jsonpath",
  "go-template-file",
  "go-template",
  "templatefile",
  "template",
];

export function templatePrinter(context: CommandContext): ObjectPrinter | undefined {
  const { flags } = context;
  const argument = flags.string("template");
  const output = flags.string("output") || "go-template";
  const equals = output.indexOf("=");
  const name = equals === -1 ? output : output.slice(0, equals);
  if (!TEMPLATE_NAMES.includes(name)) return undefined;
  const given = equals === -1 ? argument : output.slice(equals + 1);
  if (given === "") throw new KubectlError(`template format specified but no template given`);
  const text = name.endsWith("file") ? readTemplate(context, given, name) : given;
  if (name.startsWith("jsonpath")) return jsonPathPrinter(context, text, name === "jsonpath-as-json");
  return goTemplatePrinter(context, text);
}

function readTemplate(context: CommandContext, path: string, format: string): string {
  try {
    return context.io.files.read(path);
  } catch (error) {
    throw new KubectlError(
      `error reading --template ${path}, ${systemMessage("open", path, error)}${format === "" ? "" : "\n"}`,
    );
  }
}

function jsonPathPrinter(context: CommandContext, template: string, asJson: boolean): ObjectPrinter {
  const nodes = parsed(template);
  const options = { allowMissing: context.flags.bool("allow-missing-template-keys") };
  return {
    print(object) {
      const data: unknown = object;
      try {
        if (!asJson) {
          context.io.stdout.write(evaluateToText(nodes, data, options));
          return;
        }
        for (const results of findResults(nodes, data, options)) {
          context.io.stdout.write(results.length === 0 ? "[]\n" : plainJsonText(sortedKeys(results)));
        }
      } catch (error) {
        if (!(error instanceof JsonPathError)) throw error;
        throw new KubectlError(
          `error executing jsonpath ${goQuote(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(data)}\n\n\n`,
        );
      }
    },
  };
}

function parsed(template: string) {
  try {
    return parseJsonPath(template);
  } catch (error) {
    if (error instanceof JsonPathError)
      throw new KubectlError(`error parsing jsonpath ${template}, ${error.message}\n`);
    throw error;
  }
}

function goTemplatePrinter(context: CommandContext, template: string): ObjectPrinter {
  const allowMissing = context.flags.bool("allow-missing-template-keys");
  try {
    const nodes = parseGoTemplate(template);
    return {
      print(object) {
        const data: unknown = object;
        try {
          context.io.stdout.write(executeGoTemplate(nodes, data, allowMissing));
        } catch (error) {
          if (!(error instanceof ExecutionError)) throw error;
          throw templateFailure(context, template, data, error);
        }
      },
    };
  } catch (error) {
    if (error instanceof TemplateError)
      throw new KubectlError(`error parsing template ${template}, template: output:${error.message}\n`);
    throw error;
  }
}

/** What was written until then and all that may explain the error is shown, too. */
function templateFailure({ io }: CommandContext, template: string, data: unknown, error: ExecutionError): KubectlError {
  const message = `template: output:${error.message}`;
  io.stdout.write(
    `${error.written}Error executing template: ${message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goJson(data)}\n\tobject given to template engine was:\n\t\t${goValue(data)}\n\n`,
  );
  return new KubectlError(`error executing template ${goQuote(template)}: ${message}`);
}
