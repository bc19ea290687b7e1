using Microsoft.Extensions.Options;

namespace Pipeline.Reports;

/// <summary>Checks <see cref="ReportOptions"/> at start and lists every problem.</summary>
[OptionsValidator]
public sealed partial class ReportOptionsValidator : IValidateOptions<ReportOptions>;
