using Microsoft.Extensions.Options;

namespace Pipeline.Money;

/// <summary>Checks <see cref="PipelineOptions"/> and lists every problem.</summary>
[OptionsValidator]
public sealed partial class PipelineOptionsValidator : IValidateOptions<PipelineOptions>;
