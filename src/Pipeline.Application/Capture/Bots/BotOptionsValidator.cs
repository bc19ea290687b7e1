using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Bots;

[OptionsValidator]
internal sealed partial class BotOptionsValidator : IValidateOptions<BotOptions>;
