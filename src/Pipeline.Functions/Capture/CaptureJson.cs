using System.Text.Json.Serialization;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.Capture;

[JsonSerializable(typeof(CaptureAnswer))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class CaptureJson : JsonSerializerContext;
