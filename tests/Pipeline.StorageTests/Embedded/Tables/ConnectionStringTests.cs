using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Pipeline.StorageTests.Embedded.Tables;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("usedevelopmentstorage=True;", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData(
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("AccountName=acc;AccountKey=" + Key, "https://acc.table.core.windows.net/", "acc")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=" + Key + ";EndpointSuffix=core.example", "http://acc.table.core.example/", "acc")]
    [InlineData(
        "AccountName=acc;AccountKey=" + Key + ";TableEndpoint=http://127.0.0.1:5/acc/;QueueEndpoint=http://127.0.0.1:6/acc",
        "http://127.0.0.1:5/acc", "acc")]
    public void ConnectionString_OfEveryForm_NamesTheEndpoint(string connectionString, string endpoint, string account)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal((endpoint, account), (service.Uri.AbsoluteUri, service.AccountName));
    }

    [Fact]
    public void ConnectionString_WithManyProblems_NamesThemAllAndNoSecret()
    {
        var failure = Assert.Throws<FormatException>(() => new TableServiceClient(
            "rubbish;AccountKey=not base64!;AccountKey=" + Key + ";DefaultEndpointsProtocol=ftp;EndpointSuffix=a b"));

        Assert.All(
            ["Setting 1", "AccountKey is given twice", "AccountName is missing", "AccountKey is not Base64", "DefaultEndpointsProtocol", "EndpointSuffix"],
            problem => Assert.Contains(problem, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("not base64!", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rubbish", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=false", "UseDevelopmentStorage")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=azurite", "DevelopmentStorageProxyUri")]
    [InlineData("AccountName=acc", "AccountKey is missing")]
    [InlineData("AccountKey=" + Key, "AccountName is missing")]
    [InlineData("AccountName=a b;AccountKey=" + Key, "AccountName is not")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";TableEndpoint=localhost", "TableEndpoint")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";TableEndpoint=ftp://localhost", "TableEndpoint")]
    [InlineData("TableEndpoint=https://acc.table.core.windows.net;SharedAccessSignature=sv=1", "SharedAccessSignature")]
    public void ConnectionString_WithAProblem_NamesIt(string connectionString, string problem)
    {
        var failure = Assert.Throws<FormatException>(() => new TableClient(connectionString, "Leads"));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionString_Empty_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TableServiceClient(string.Empty));
        Assert.Throws<ArgumentException>(() => new TableClient("UseDevelopmentStorage=true", string.Empty));
    }

    [Fact]
    public void TableErrorCode_ComparedWithText_IgnoresCase()
    {
        Assert.True("entityalreadyexists" == TableErrorCode.EntityAlreadyExists);
        Assert.True(TableErrorCode.EntityAlreadyExists != (string?)null);
        Assert.False(TableErrorCode.TableNotFound == "ResourceNotFound");
        Assert.Equal(TableErrorCode.TableNotFound, new TableErrorCode("TableNotFound"));
    }
}
