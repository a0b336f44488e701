// Says why a body is no object of the API in protobuf form. The API server answers it with 400 BadRequest.

export class ProtobufError extends Error {
  override readonly name = "ProtobufError";
}
