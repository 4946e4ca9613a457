using System;
using Marketplace.Web.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Licensing.Cases;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Conversions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "conversion_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true),
                    anew = table.Column<bool>(type: "boolean", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    read = table.Column<int>(type: "integer", nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    attached = table.Column<int>(type: "integer", nullable: false),
                    queued = table.Column<int>(type: "integer", nullable: false),
                    same = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversion_imports", x => x.id);
                    table.CheckConstraint("ck_conversion_imports_rows", "state in ('Reading', 'Failed', 'Dropped') or \"read\" = added + attached + queued + same + refused");
                    table.ForeignKey(
                        name: "fk_conversion_imports_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conversions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    origin = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    origin_id = table.Column<Guid>(type: "uuid", nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    filings = table.Column<int>(type: "integer", nullable: false),
                    counted_id = table.Column<Guid>(type: "uuid", nullable: true),
                    into_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversions", x => x.id);
                    table.CheckConstraint("ck_conversions_into", "into_id is distinct from id");
                    table.ForeignKey(
                        name: "fk_conversions_conversions_into_id",
                        column: x => x.into_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "count_periods",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    year = table.Column<int>(type: "integer", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    locked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    locked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    published_by = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_count_periods", x => x.id);
                    table.CheckConstraint("ck_count_periods_locked", "(state = 'Open') = (locked_at is null)");
                    table.CheckConstraint("ck_count_periods_people", "published_by is null or published_by is distinct from locked_by");
                    table.CheckConstraint("ck_count_periods_quarter", "quarter between 1 and 4");
                });

            migrationBuilder.CreateTable(
                name: "step_assignments",
                columns: table => new
                {
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    step = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_assignments", x => new { x.region_path, x.step });
                    table.ForeignKey(
                        name: "fk_step_assignments_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "filings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    type = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nature = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    contract_no = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: true),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    new_amount = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    paid = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    patent_share = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    part_of_id = table.Column<Guid>(type: "uuid", nullable: true),
                    chain_id = table.Column<Guid>(type: "uuid", nullable: true),
                    loan_no = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    first_loan = table.Column<bool>(type: "boolean", nullable: false),
                    mixed = table.Column<bool>(type: "boolean", nullable: false),
                    subsidy = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    insurance = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    product = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    level = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    checked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    verified_by = table.Column<Guid>(type: "uuid", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filings", x => x.id);
                    table.CheckConstraint("ck_filings_people", "(checked_by is null or checked_by is distinct from entered_by) and (verified_by is null or verified_by is distinct from entered_by and verified_by is distinct from checked_by)");
                    table.CheckConstraint("ck_filings_verified", "(state = 'Verified') = (verified_at is not null)");
                    table.ForeignKey(
                        name: "fk_filings_conversions_conversion_id",
                        column: x => x.conversion_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_filings_conversions_part_of_id",
                        column: x => x.part_of_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "merges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    into_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merges", x => x.id);
                    table.CheckConstraint("ck_merges_two", "from_id <> into_id");
                    table.ForeignKey(
                        name: "fk_merges_conversions_from_id",
                        column: x => x.from_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_merges_conversions_into_id",
                        column: x => x.into_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "suspects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rules = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    words = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suspects", x => x.id);
                    table.CheckConstraint("ck_suspects_order", "first_id < second_id");
                    table.CheckConstraint("ck_suspects_reason", "state = 'Open' or reason is not null");
                    table.ForeignKey(
                        name: "fk_suspects_conversions_first_id",
                        column: x => x.first_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_suspects_conversions_second_id",
                        column: x => x.second_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conversion_import_rows",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    fate = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    contract = table.Column<int>(type: "integer", nullable: false),
                    cells = table.Column<string>(type: "jsonb", nullable: false),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    rules = table.Column<string[]>(type: "text[]", nullable: false),
                    other_row = table.Column<int>(type: "integer", nullable: true),
                    other_id = table.Column<Guid>(type: "uuid", nullable: true),
                    filing_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversion_import_rows", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_conversion_import_rows_conversion_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "conversion_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_conversion_import_rows_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "filing_parties",
                columns: table => new
                {
                    filing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    small = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filing_parties", x => new { x.filing_id, x.side, x.place });
                    table.ForeignKey(
                        name: "fk_filing_parties_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "filing_patents",
                columns: table => new
                {
                    filing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    returned = table.Column<bool>(type: "boolean", nullable: false),
                    counts_as = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filing_patents", x => new { x.filing_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_filing_patents_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "filing_proofs",
                columns: table => new
                {
                    filing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filing_proofs", x => new { x.filing_id, x.place });
                    table.ForeignKey(
                        name: "fk_filing_proofs_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "filing_registers",
                columns: table => new
                {
                    filing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    register = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filing_registers", x => new { x.filing_id, x.register, x.number });
                    table.ForeignKey(
                        name: "fk_filing_registers_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversion_import_rows_filing_id",
                table: "conversion_import_rows",
                column: "filing_id");

            migrationBuilder.CreateIndex(
                name: "ix_conversion_import_rows_import_id_fate_number",
                table: "conversion_import_rows",
                columns: new[] { "import_id", "fate", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_conversion_import_rows_other_id",
                table: "conversion_import_rows",
                column: "other_id");

            migrationBuilder.CreateIndex(
                name: "ix_conversion_imports_bureau_id_at",
                table: "conversion_imports",
                columns: new[] { "bureau_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_conversion_imports_open",
                table: "conversion_imports",
                column: "at",
                filter: "state in ('Reading', 'Filing')");

            migrationBuilder.CreateIndex(
                name: "ix_conversion_imports_person_id",
                table: "conversion_imports",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_conversions_counted_id",
                table: "conversions",
                column: "counted_id");

            migrationBuilder.CreateIndex(
                name: "ix_conversions_into_id",
                table: "conversions",
                column: "into_id");

            migrationBuilder.CreateIndex(
                name: "ix_conversions_origin_id",
                table: "conversions",
                column: "origin_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_conversions_reference",
                table: "conversions",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_conversions_region_path_id",
                table: "conversions",
                columns: new[] { "region_path", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_count_periods_locked_by",
                table: "count_periods",
                column: "locked_by");

            migrationBuilder.CreateIndex(
                name: "ix_count_periods_published_by",
                table: "count_periods",
                column: "published_by");

            migrationBuilder.CreateIndex(
                name: "ix_count_periods_region_path_year_quarter",
                table: "count_periods",
                columns: new[] { "region_path", "year", "quarter" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_filing_parties_key",
                table: "filing_parties",
                column: "key");

            migrationBuilder.CreateIndex(
                name: "ix_filing_parties_organisation_id",
                table: "filing_parties",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_filing_parties_region_path_filing_id",
                table: "filing_parties",
                columns: new[] { "region_path", "filing_id" });

            migrationBuilder.CreateIndex(
                name: "ix_filing_patents_application_no",
                table: "filing_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_filing_proofs_file_id",
                table: "filing_proofs",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_filing_registers_register_number",
                table: "filing_registers",
                columns: new[] { "register", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_filings_chain_id",
                table: "filings",
                column: "chain_id");

            migrationBuilder.CreateIndex(
                name: "ix_filings_checked_by",
                table: "filings",
                column: "checked_by");

            migrationBuilder.CreateIndex(
                name: "ix_filings_conversion_id_number",
                table: "filings",
                columns: new[] { "conversion_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_filings_entered_by",
                table: "filings",
                column: "entered_by");

            migrationBuilder.CreateIndex(
                name: "ix_filings_fingerprint",
                table: "filings",
                column: "fingerprint");

            migrationBuilder.CreateIndex(
                name: "ix_filings_loan_no",
                table: "filings",
                column: "loan_no");

            migrationBuilder.CreateIndex(
                name: "ix_filings_open",
                table: "filings",
                column: "conversion_id",
                unique: true,
                filter: "state in ('Draft', 'Submitted', 'Checked', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "ix_filings_part_of_id",
                table: "filings",
                column: "part_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_filings_region_path_state_id",
                table: "filings",
                columns: new[] { "region_path", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_filings_verified_at",
                table: "filings",
                column: "verified_at");

            migrationBuilder.CreateIndex(
                name: "ix_filings_verified_by",
                table: "filings",
                column: "verified_by");

            migrationBuilder.CreateIndex(
                name: "ix_merges_into_id",
                table: "merges",
                column: "into_id");

            migrationBuilder.CreateIndex(
                name: "ix_merges_person_id",
                table: "merges",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_merges_standing",
                table: "merges",
                column: "from_id",
                unique: true,
                filter: "undone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_merges_undone_by",
                table: "merges",
                column: "undone_by");

            migrationBuilder.CreateIndex(
                name: "ix_step_assignments_organisation_id",
                table: "step_assignments",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_step_assignments_person_id",
                table: "step_assignments",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_suspects_decided_by",
                table: "suspects",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_suspects_first_id_second_id",
                table: "suspects",
                columns: new[] { "first_id", "second_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_suspects_second_id_state",
                table: "suspects",
                columns: new[] { "second_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_suspects_state_id",
                table: "suspects",
                columns: new[] { "state", "id" });

            migrationBuilder.Sql(CaseSql.Guard("filings", FilingMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("count_periods", PeriodMachine.Machine));
            migrationBuilder.Sql(ConversionSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(ConversionSql.Drop);

            migrationBuilder.DropTable(
                name: "conversion_import_rows");

            migrationBuilder.DropTable(
                name: "count_periods");

            migrationBuilder.DropTable(
                name: "filing_parties");

            migrationBuilder.DropTable(
                name: "filing_patents");

            migrationBuilder.DropTable(
                name: "filing_proofs");

            migrationBuilder.DropTable(
                name: "filing_registers");

            migrationBuilder.DropTable(
                name: "merges");

            migrationBuilder.DropTable(
                name: "step_assignments");

            migrationBuilder.DropTable(
                name: "suspects");

            migrationBuilder.DropTable(
                name: "conversion_imports");

            migrationBuilder.DropTable(
                name: "filings");

            migrationBuilder.DropTable(
                name: "conversions");
        }
    }
}
