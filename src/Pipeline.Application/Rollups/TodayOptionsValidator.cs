using Microsoft.Extensions.Options;

namespace Pipeline.Rollups;

/// <summary>Checks <see cref="TodayOptions"/> and lists every problem.</summary>
[OptionsValidator]
public sealed partial class TodayOptionsValidator : IValidateOptions<TodayOptions>;
