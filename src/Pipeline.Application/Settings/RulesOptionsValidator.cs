using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>Checks <see cref="RulesOptions"/> and lists every problem.</summary>
[OptionsValidator]
public sealed partial class RulesOptionsValidator : IValidateOptions<RulesOptions>;
