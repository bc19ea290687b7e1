using Microsoft.Extensions.Options;

namespace Pipeline.Time;

/// <summary>Checks <see cref="TimeOptions"/> and lists every problem.</summary>
[OptionsValidator]
public sealed partial class TimeOptionsValidator : IValidateOptions<TimeOptions>;
