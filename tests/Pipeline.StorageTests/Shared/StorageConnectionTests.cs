using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Storage;
using Pipeline.Storage.Shared;

namespace Pipeline.StorageTests.Shared;

/// <summary>A wrong connection is explained at the start, whole, and without a piece of a key.</summary>
public sealed class StorageConnectionTests
{
    private const string Setting = StorageOptions.Connection;
    private const string Key = "c2VjcmV0";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "http://127.0.0.1:10001/devstoreaccount1")]
    [InlineData(" usedevelopmentstorage = True; ", "http://127.0.0.1:10002/devstoreaccount1", "http://127.0.0.1:10001/devstoreaccount1")]
    [InlineData(
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite",
        "http://azurite:10002/devstoreaccount1", "http://azurite:10001/devstoreaccount1")]
    [InlineData("AccountName=acc;AccountKey=" + Key, "https://acc.table.core.windows.net/", "https://acc.queue.core.windows.net/")]
    [InlineData("accountname=acc;; ACCOUNTKEY = "
        + Key
        + " ;\n", "https://acc.table.core.windows.net/", "https://acc.queue.core.windows.net/")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=" + Key + ";EndpointSuffix=core.example",
        "http://acc.table.core.example/", "http://acc.queue.core.example/")]
    [InlineData(
        "AccountName=acc;AccountKey=" + Key + ";TableEndpoint=http://127.0.0.1:5/acc/;QueueEndpoint=http://127.0.0.1:6/acc",
        "http://127.0.0.1:5/acc/", "http://127.0.0.1:6/acc")]
    [InlineData(
        "TableEndpoint=https://a.example;QueueEndpoint=https://b.example;SharedAccessSignature=sv=1&sig=a%3D",
        "https://a.example/", "https://b.example/?sv=1&sig=a%3D")]
    [InlineData(
        "AccountName=acc;SharedAccessSignature=sv=1", "https://acc.table.core.windows.net/", "https://acc.queue.core.windows.net/?sv=1")]
    public void ConnectionString_OfEveryForm_NamesTheEndpoints(string text, string table, string queue)
    {
        var configuration = Configuration((Setting, text));

        Assert.Equal(
            (table, queue),
            (StorageClients.Tables(configuration, Setting).Uri.AbsoluteUri, StorageClients.Queues(configuration, Setting).Uri.AbsoluteUri));
        Assert.Empty(StorageClients.Problems(configuration, Setting));
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=false", "UseDevelopmentStorage can only be true")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=azurite", "DevelopmentStorageProxyUri is not")]
    [InlineData("UseDevelopmentStorage=true;TableEndpoint=http://127.0.0.1:5/acc", "UseDevelopmentStorage stands alone")]
    [InlineData("AccountName=acc", "AccountKey is missing")]
    [InlineData("AccountKey=" + Key, "AccountName is missing")]
    [InlineData("AccountName=acc;AccountKey=", "AccountKey is empty")]
    [InlineData("AccountName=acc;AccountKey=no-base64", "AccountKey is not Base64")]
    [InlineData("AccountName=a b;AccountKey=" + Key, "AccountName is not")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";TableEndpoint=localhost", "TableEndpoint is not")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";QueueEndpoint=ftp://localhost", "QueueEndpoint is not")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";DefaultEndpointsProtocol=ftp", "DefaultEndpointsProtocol is neither")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";EndpointSuffix=a b", "EndpointSuffix is not")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";SharedAccessSignature=sv=1", "give one")]
    [InlineData("TableEndpoint=https://acc.table.core.windows.net;SharedAccessSignature=sv=1", "AccountName is missing")]
    [InlineData("TableEndpoint=https://a.example;QueueEndpoint=https://b.example", "AccountKey is missing")]
    [InlineData("AccountName=acc;AccountKey=" + Key + ";AccountKey=" + Key, "AccountKey is given twice")]
    [InlineData("https://acc.table.core.windows.net", "Part 1 is not of the form name=value")]
    [InlineData("AcountName=acc;AccountKey=" + Key, "Part 1 has an unknown name; known are AccountName")]
    [InlineData(" ", "AccountName is missing")]
    public void ConnectionString_WithAProblem_NamesItAndTheSetting(string text, string problem)
    {
        var configuration = Configuration((Setting, text));

        var tables = Assert.Throws<InvalidOperationException>(() => StorageClients.Tables(configuration, Setting));
        var queues = Assert.Throws<InvalidOperationException>(() => StorageClients.Queues(configuration, Setting));

        Assert.Contains(problem, tables.Message, StringComparison.Ordinal);
        Assert.Contains(Setting, tables.Message, StringComparison.Ordinal);
        Assert.Equal(tables.Message, queues.Message);
    }

    [Theory]
    [InlineData(
        "rubbish;AccountKey=not base64!;AccountKey=S3CRET;DefaultEndpointsProtocol=ftp;EndpointSuffix=a b",
        "rubbish",
        "not base64!",
        "S3CRET")]
    [InlineData("Eby8vdM02xNOcqFlqUwJ==", "Eby8", "NOcq")]
    [InlineData("AccountName=acc;Eby8vdM02xNOcqFlqUwJ==;Eby8vdM02xNOcqFlqUwJ==", "Eby8")]
    [InlineData("AccountName=acc;AccountKey=Eby8-vdM0;SharedAccessSignature=sig=S3CRET", "Eby8", "S3CRET")]
    public void Start_WithManyProblems_NamesThemAllAndNoSecret(string text, params string[] secrets)
    {
        using var services = new ServiceCollection().AddSingleton(Configuration((Setting, text))).AddStorage().BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);

        Assert.True(refusal.Failures.Count() > 1);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, refusal.Message, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(
            secret, Assert
                .Throws<InvalidOperationException>(() => StorageClients.Tables(Configuration((Setting, text)), Setting))
                .ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ConnectionString_WithSixProblems_NamesSix() => Assert.Equal(
        6, StorageClients.Problems(
            Configuration((Setting, "rubbish;AccountKey=no!;AccountKey=b;DefaultEndpointsProtocol=ftp;EndpointSuffix=a b")),
            Setting).Count);

    [Theory]
    [InlineData("https://q.example/|https://t.example/", "queueServiceUri", "https://q.example", "tableServiceUri", "https://t.example")]
    [InlineData("https://acc.queue.core.windows.net/|https://acc.table.core.windows.net/", "accountName", "acc")]
    [InlineData("https://q.example/|https://acc.table.core.windows.net/", "accountName", "acc", "queueServiceUri", "https://q.example")]
    public void Identity_WithAddresses_UsesThem(string endpoints, params string[] settings)
    {
        var configuration = Identity(settings);

        Assert.Equal(
            endpoints,
            $"{StorageClients.Queues(configuration, Setting).Uri.AbsoluteUri}|{StorageClients.Tables(configuration, Setting).Uri.AbsoluteUri}");
    }

    [Theory]
    [InlineData("No storage is configured", "clientId", "1")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "queueServiceUri", "https://q.example")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "tableServiceUri", "https://t.example")]
    [InlineData("AzureWebJobsStorage__tableServiceUri gives", "accountName", "acc", "tableServiceUri", "http://t.example")]
    [InlineData("AzureWebJobsStorage__queueServiceUri gives", "queueServiceUri", "q.example", "tableServiceUri", "https://t.example")]
    [InlineData("AzureWebJobsStorage__accountName gives", "accountName", "a b")]
    public void Identity_WithAProblem_NamesTheSetting(string problem, params string[] settings)
    {
        var configuration = Identity(settings);

        Assert.Contains(problem, string.Join('\n', StorageClients.Problems(configuration, Setting)), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => StorageClients.Queues(configuration, Setting));
        Assert.Throws<InvalidOperationException>(() => StorageClients.Tables(configuration, Setting));
    }

    private static IConfiguration Identity(string[] settings) =>
        Configuration([.. settings.Chunk(2).Select(pair => ($"{Setting}:{pair[0]}", pair[1]))]);

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build();
}
