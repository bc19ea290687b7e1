using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>Checks <see cref="TimeOptions"/> and lists every problem.</summary>
[OptionsValidator]
public sealed partial class TimeOptionsValidator : IValidateOptions<TimeOptions>;
