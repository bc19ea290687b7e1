using System.Text.Json.Serialization;
using Pipeline.Capture.Intake;

namespace Pipeline.Functions.Capture;

[JsonSerializable(typeof(CaptureAnswer))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class CaptureJson : JsonSerializerContext;
