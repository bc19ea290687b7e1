using Microsoft.Extensions.Options;

namespace Pipeline.Capture;

[OptionsValidator]
internal sealed partial class CaptureOptionsValidator : IValidateOptions<CaptureOptions>;
