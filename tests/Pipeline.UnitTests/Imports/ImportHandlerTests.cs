using System.Globalization;
using System.Text;
using Pipeline.Imports;
using Pipeline.Imports.Dates;

namespace Pipeline.UnitTests.Imports;

public sealed class ImportHandlerTests
{
    private readonly ImportBed _bed = new();

    // What Excel writes in France: byte order mark, semicolons, decimal comma, narrow spaces between thousands, CRLF.
    [Fact]
    public async Task FrenchExcelFile_WithDeclaredDates_IsTakenWhole()
    {
        const string Text = "\uFEFFMontant;Téléphone;\"ADRESSE ÉLECTRONIQUE\";date de Signature;Devise\r\n"
            + "1\u202F234,50 €;01;anna@example.org;31/03/2026;EUR\r\n"
            + "12\u00A0000;02;\"ben@example.org\";01/04/2026 09:30;\r\n"
            + ";;;;\r\n"
            + "-99,9;03;\"c\"\"d@example.org\";02/04/2026;\r\n";

        var outcome = await _bed.UploadAsync(Text, ("dates", "dd/MM/yyyy|dd/MM/yyyy HH:mm"));

        Assert.Equal(ImportStatus.Read, outcome.Status);
        Assert.Equal((3, 3, 0, 0), Counts(outcome));
        Assert.Equal(["Téléphone"], outcome.Result!.IgnoredColumns);
        Assert.Equal([2, 3, 5], _bed.Import.Numbers);
        Assert.Equal(["anna@example.org", "ben@example.org", "c\"d@example.org"], _bed.Import.Stored.Select(sale => sale.Email));
        Assert.Equal([123_450, 1_200_000, -9_990], _bed.Import.Stored.Select(sale => sale.Amount!.Value));
        Assert.Equal(
            ["2026-03-31T21:59:59.9999999+00:00", "2026-04-01T07:30:00.0000000+00:00", "2026-04-02T21:59:59.9999999+00:00"],
            _bed.Import.Stored.Select(sale => sale.Date.At.ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal([false, true, false], _bed.Import.Stored.Select(sale => sale.Date.HasTime));
    }

    [Fact]
    public async Task TenRows_TwoBad_EightAreTakenAndTwoListedByRowAndField()
    {
        var lines = Enumerable.Range(1, 10).Select(i => $"p{i}@example.org;2026-03-{i:00};{i},50").ToArray();
        lines[3] = "p4 example.org;2026-03-04;4,50";
        lines[6] = "p7@example.org;07.03.2026;7,5.0";
        var text = "email;date;amount\n" + string.Join('\n', lines);

        var first = await _bed.UploadAsync(text);
        var second = await _bed.UploadAsync(text);

        Assert.Equal((10, 8, 0, 2), Counts(first));
        Assert.Equal((10, 0, 8, 2), Counts(second));
        Assert.Equal([(5, "email"), (8, "date"), (8, "amount")], Faults(first));
        Assert.Equal(8, _bed.Import.Stored.Count);
        Assert.All(_bed.Rejected.Rows, row => Assert.Equal("/api/sales", row.Rejected.Endpoint));
        Assert.Equal(
            [
                """{"email":"p4 example.org","date":"2026-03-04","amount":"4,50"}""",
                """{"email":"p7@example.org","date":"07.03.2026","amount":"7,5.0"}""",
            ],
            _bed.Rejected.Rows.Select(row => row.Rejected.Payload));
    }

    [Fact]
    public async Task DryRun_TellsTheSame_AndWritesNothing()
    {
        const string Text = "email;date\na@example.org;2026-03-01\nbad;2026-03-01\n";

        var dry = await _bed.UploadAsync(Text, ("dryRun", "true"));

        Assert.Equal((2, 1, 0, 1), Counts(dry));
        Assert.True(dry.Result!.DryRun);
        Assert.Empty(_bed.Import.Stored);
        Assert.Empty(_bed.Rejected.Rows);
    }

    [Theory]
    [InlineData("a@example.org;2026-03-01;1,50\n")]
    [InlineData("a@example.org,2026-03-01,\"1,50\"\n")]
    [InlineData("a@example.org\t2026-03-01\t1,50\r\n")]
    [InlineData("sep=;\na@example.org;2026-03-01;1,50")]
    [InlineData("\uFEFFa@example.org;2026-03-01;1,50;EUR")]
    public async Task FileWithoutHeader_AnyDelimiter_IsReadInTheGivenOrder(string text)
    {
        await _bed.UploadAsync(text);

        Assert.Equal(new Sale("a@example.org", Day(2026, 3, 1), 150, "EUR", null), Assert.Single(_bed.Import.Stored));
    }

    [Theory]
    [InlineData("note,amount,email,date\n\"a;b\",1.50,a@example.org,2026-03-01")]
    [InlineData("sep=,\nnote,amount,email,date\n\"a;b\",1.50,a@example.org,2026-03-01")]
    [InlineData("Date de signature;E-MAIL;note;Montant\n2026-03-01;a@example.org;\"a;b\";1,50")]
    [InlineData("date\temail\tnote\tamount\n2026-03-01\ta@example.org\ta;b\t1.50")]
    public async Task FileWithHeader_AnyOrder_IsReadByItsNames(string text)
    {
        await _bed.UploadAsync(text);

        Assert.Equal(new Sale("a@example.org", Day(2026, 3, 1), 150, "EUR", "a;b"), Assert.Single(_bed.Import.Stored));
    }

    [Fact]
    public async Task Mapping_GivenWithTheUpload_WinsOverKnownNames()
    {
        const string Text = "Courriel;email;Quand\na@example.org;not this;2026-03-01\n";

        var outcome = await _bed.UploadAsync(Text, ("map.email", "COURRIEL"), ("map.date", "quand"));

        Assert.Equal((1, 1, 0, 0), Counts(outcome));
        Assert.Equal("a@example.org", _bed.Import.Stored[0].Email);
        Assert.Equal(["email"], outcome.Result!.IgnoredColumns);
    }

    [Theory]
    [InlineData("""{"email":"a@example.org","date":"2026-03-01","amount":1234.5}""")]
    [InlineData("""[{"Adresse électronique":"a@example.org","DATE":"2026-03-01","amount":"1234,50"}]""")]
    [InlineData("""{"rows":[{"email":"a@example.org","date":"2026-03-01","amount":1.2345e3,"other":{"x":[1]}}]}""")]
    public async Task Json_OneObjectAnArrayOrRows_IsRead(string text)
    {
        await _bed.UploadAsync(text);

        Assert.Equal(new Sale("a@example.org", Day(2026, 3, 1), 123_450, "EUR", null), Assert.Single(_bed.Import.Stored));
    }

    [Fact]
    public async Task Json_BadRowsBesideGoodOnes_AreListedByPlaceAndField()
    {
        const string Text = """
            [{"email":"a@example.org","date":"2026-03-01"}, 7, {"email":["x"],"date":"2026-03-01"}, {"email":"\ud800","date":"2026-03-01"},
             {"email":"b@example.org","date":"2026-03-01","amount":1.005}, {"email":"c@example.org","E-mail":"d@example.org","date":20260301}]
            """;

        var outcome = await _bed.UploadAsync(Text);

        Assert.Equal((6, 1, 0, 5), Counts(outcome));
        Assert.Equal([(2, ""), (3, "email"), (3, "email"), (4, ""), (5, "amount"), (6, "email"), (6, "date")], Faults(outcome));
    }

    [Theory]
    [InlineData("", "no rows")]
    [InlineData("\uFEFF\r\n\r\n", "no rows")]
    [InlineData("email;date\n", "a header and no rows")]
    [InlineData("{\"email\":", "no JSON (line 1")]
    [InlineData("Phone;City\n1;2", "Phone, City")]
    [InlineData("email;date;e-mail\na@example.org;2026-03-01;x", "Two columns")]
    public async Task UnreadableUpload_IsRefusedWhole_AndSaysWhy(string text, string words)
    {
        var outcome = await _bed.UploadAsync(text);

        Assert.Equal(ImportStatus.Unusable, outcome.Status);
        Assert.Contains(outcome.Problems, problem => problem.ToString().Contains(words, StringComparison.Ordinal));
        Assert.Empty(_bed.Import.Stored);
    }

    [Fact]
    public async Task FileOfTwoEncodings_IsRefused_NamingTheLine()
    {
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes("email;date;note\na@example.org;2026-03-01;Déjà\n"),
            .. Encoding.Latin1.GetBytes("b@example.org;2026-03-01;Gagné\n"),
        ];

        var outcome = await _bed.UploadAsync(bytes, "text/csv");

        Assert.Equal(ImportStatus.Unusable, outcome.Status);
        Assert.StartsWith("Line 3 is not UTF-8", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
        Assert.Empty(_bed.Import.Stored);
    }

    [Fact]
    public async Task Parameters_Wrong_AreAllListed()
    {
        var outcome = await _bed.UploadAsync(
            "email;date\na@example.org;2026-03-01",
            ("dryRun", "maybe"),
            ("format", "xml"),
            ("delimiter", "#"),
            ("decimal", "x"),
            ("dates", "dd/MM"),
            ("map.phone", "Tel"),
            ("header", "x"));

        Assert.Equal(
            ["dryRun", "format", "delimiter", "decimal", "dates", "map.phone", "header"],
            outcome.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task OpenQuote_IsOneBadRow_AndTheRowsBeforeAreTaken()
    {
        var outcome = await _bed.UploadAsync(
            "email;date;note\na@example.org;2026-03-01;\"two\nlines\"\nb@example.org;2026-03-01;\"open\nc@example.org;2026-03-01;x\n");

        Assert.Equal((2, 1, 0, 1), Counts(outcome));
        Assert.Equal([(3, "")], Faults(outcome));
        Assert.Equal("two lines", _bed.Import.Stored[0].Note);
    }

    [Fact]
    public async Task OpenQuoteBehindAStrayOne_IsOneBadRowThatNamesTheQuote()
    {
        var outcome = await _bed.UploadAsync(
            "email;date;note\na@example.org;2026-03-01;x\nb 5\" x@example.org;2026-03-01;\"open\nc@example.org;2026-03-01;x\n");

        Assert.Equal((2, 1, 0, 1), Counts(outcome));
        Assert.Contains("never closed", outcome.Result!.Rejected[0].Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonNameThatIsNoText_IsRefusedWithItsReason()
    {
        var outcome = await _bed.UploadAsync("""{"\udc00":1,"email":"a@example.org"}""");

        Assert.Contains("lone surrogates", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@example.org;2026-03-01;1,5;EUR;more")]
    [InlineData("a@example.org;2026-03-01;\"1\"2;EUR")]
    public async Task RowOfWrongForm_IsListed(string line)
    {
        var outcome = await _bed.UploadAsync("b@example.org;2026-03-01\n" + line);

        Assert.Equal((2, 1, 0, 1), Counts(outcome));
        Assert.Equal([(2, "")], Faults(outcome));
    }

    [Theory]
    [InlineData(2, ImportStatus.Read)]
    [InlineData(3, ImportStatus.Read)]
    [InlineData(4, ImportStatus.TooLarge)]
    public async Task Rows_UpToTheLimit_AreTaken(int rows, ImportStatus expected)
    {
        var lines = string.Join('\n', Enumerable.Range(0, rows).Select(i => $"p{i}@example.org;2026-03-01"));
        var objects = string.Join(',', Enumerable.Range(0, rows).Select(i => $$"""{"email":"p{{i}}@example.org","date":"2026-03-01"}"""));

        var csv = await new ImportBed(maxRows: 3).UploadAsync(lines);
        var headed = await new ImportBed(maxRows: 3).UploadAsync("email;date\n" + lines);
        var json = await new ImportBed(maxRows: 3).UploadAsync($"[{objects}]");

        Assert.Equal([expected, expected, expected], [csv.Status, headed.Status, json.Status]);
    }

    [Fact]
    public async Task AnyBytes_NeverThrow()
    {
        var random = new Random(7);
        const string Alphabet = "a@;,\"\n\r\t{}[]:1.-\\é\u0000=sep";
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 0 && random.Next(4) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var outcome = await _bed.UploadAsync(bytes, random.Next(3) switch { 0 => "text/csv", 1 => "application/json", _ => null });

            Assert.True(outcome.Result is not null || outcome.Problems.Count > 0);
        }
    }

    internal static ImportMoment Day(int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return new ImportMoment(Pipeline.Time.LocalCalendar.LastMomentOf(date, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")), date, false);
    }

    private static (int, int, int, int) Counts(ImportOutcome outcome)
    {
        var result = outcome.Result!;
        return (result.Rows, result.Taken, result.Unchanged, result.RejectedRows);
    }

    private static (int, string)[] Faults(ImportOutcome outcome) =>
        [.. outcome.Result!.Rejected.SelectMany(row => row.Problems, (row, problem) => (row.Row, problem.Field))];
}
