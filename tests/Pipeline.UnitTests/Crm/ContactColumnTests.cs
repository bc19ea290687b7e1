namespace Pipeline.UnitTests.Crm;

/// <summary>Company and phone of an export are kept, whatever the fit rules ask for.</summary>
public sealed class ContactColumnTests : IDisposable
{
    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("Company", "Phone")]
    [InlineData("Company name", "Phone number")]
    [InlineData("Nom de l'entreprise", "Téléphone")]
    [InlineData("Organization - Name", "Person - Phone")]
    public async Task CompanyAndPhone_AreFieldsOfTheLead(string company, string phone)
    {
        var result = await _bed.CrmAsync($"email,stage,date,{company},{phone}\na@example.org,SQL,2026-03-14,Acme,+33 1 23\n");

        Assert.Empty(result.IgnoredColumns);
        var fields = (await _bed.GetAsync("a")).Lead.Fields;
        Assert.Equal(["+33 1 23", "Acme"], fields.Values.Order(StringComparer.Ordinal));
    }
}
