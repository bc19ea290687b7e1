using Pipeline.Imports.Dates;

namespace Pipeline.UnitTests.Imports;

internal sealed record Sale(string Email, ImportMoment Date, long? Amount, string Currency, string? Note);
