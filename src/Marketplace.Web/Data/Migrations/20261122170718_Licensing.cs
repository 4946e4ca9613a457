using System;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Licensing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "declarations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    announcement_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    announced_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declarations", x => x.id);
                    table.ForeignKey(
                        name: "fk_declarations_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_declarations_organisations_owner_id",
                        column: x => x.owner_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_declarations_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "machine_steps",
                columns: table => new
                {
                    machine = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    from = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    cause = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    to = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_machine_steps", x => new { x.machine, x.from, x.cause, x.to });
                });

            migrationBuilder.CreateTable(
                name: "terms_snapshots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    declaration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_terms_snapshots", x => x.id);
                    table.ForeignKey(
                        name: "fk_terms_snapshots_declarations_declaration_id",
                        column: x => x.declaration_id,
                        principalTable: "declarations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "case_steps",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    machine = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    from = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    cause = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    to = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    evidence = table.Column<string>(type: "jsonb", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_steps", x => new { x.case_id, x.number });
                    table.ForeignKey(
                        name: "fk_case_steps_machine_steps_machine_from_cause_to",
                        columns: x => new { x.machine, x.from, x.cause, x.to },
                        principalTable: "machine_steps",
                        principalColumns: new[] { "machine", "from", "cause", "to" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "licences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    declaration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: true),
                    licensee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licensee_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    licensee_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    products = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    first_fee = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    expected_base = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    signed_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    seal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    contact_phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    address = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    invoice_title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    invoice_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    invoice_mail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    notice_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    way = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    delivered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    dispatch_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    dispatch_id = table.Column<Guid>(type: "uuid", nullable: true),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: true),
                    verify_token = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licences", x => x.id);
                    table.ForeignKey(
                        name: "fk_licences_declarations_declaration_id",
                        column: x => x.declaration_id,
                        principalTable: "declarations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licences_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licences_organisations_licensee_id",
                        column: x => x.licensee_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licences_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licences_terms_snapshots_snapshot_id",
                        column: x => x.snapshot_id,
                        principalTable: "terms_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "licence_recordals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    record_no = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    recorded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licence_recordals", x => x.id);
                    table.ForeignKey(
                        name: "fk_licence_recordals_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    payer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    on_behalf = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    bank_reference = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    voucher_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                    table.ForeignKey(
                        name: "fk_payments_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_steps_machine_from_cause_to",
                table: "case_steps",
                columns: new[] { "machine", "from", "cause", "to" });

            migrationBuilder.CreateIndex(
                name: "ix_case_steps_person_id",
                table: "case_steps",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_declarations_listing_id_application_no",
                table: "declarations",
                columns: new[] { "listing_id", "application_no" });

            migrationBuilder.CreateIndex(
                name: "ix_declarations_live",
                table: "declarations",
                column: "application_no",
                unique: true,
                filter: "state not in ('Withdrawn', 'Expired', 'Terminated', 'Discarded')");

            migrationBuilder.CreateIndex(
                name: "ix_declarations_owner_id_state",
                table: "declarations",
                columns: new[] { "owner_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_licence_recordals_licence_id",
                table: "licence_recordals",
                column: "licence_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licence_recordals_record_no",
                table: "licence_recordals",
                column: "record_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licence_recordals_state_due_on",
                table: "licence_recordals",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_licences_application_no_state",
                table: "licences",
                columns: new[] { "application_no", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_licences_holder_id_id",
                table: "licences",
                columns: new[] { "holder_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_licences_licensee_id_id",
                table: "licences",
                columns: new[] { "licensee_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_licences_live",
                table: "licences",
                columns: new[] { "declaration_id", "licensee_id" },
                unique: true,
                filter: "state not in ('Ended', 'Lapsed', 'Voided')");

            migrationBuilder.CreateIndex(
                name: "ix_licences_person_id",
                table: "licences",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_licences_reference",
                table: "licences",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licences_region_path_id",
                table: "licences",
                columns: new[] { "region_path", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_licences_snapshot_id",
                table: "licences",
                column: "snapshot_id");

            migrationBuilder.CreateIndex(
                name: "ix_licences_verify_token",
                table: "licences",
                column: "verify_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_licence_id",
                table: "payments",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_person_id",
                table: "payments",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_reference",
                table: "payments",
                column: "bank_reference",
                unique: true,
                filter: "bank_reference is not null and state <> 'Failed'");

            migrationBuilder.CreateIndex(
                name: "ix_terms_snapshots_declaration_id_sha256",
                table: "terms_snapshots",
                columns: new[] { "declaration_id", "sha256" },
                unique: true);

            migrationBuilder.Sql(CaseSql.Create);
            migrationBuilder.Sql(CaseSql.Guard("declarations", DeclarationMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("licences", LicenceMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("payments", PaymentMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("licence_recordals", RecordalMachine.Machine));
            migrationBuilder.Sql(TermsSnapshotTable.KeepSql);
            // What the gazette announced before this version knew declarations.
            migrationBuilder.Sql("""
                insert into machine_steps (machine, "from", cause, "to") values ('declaration', '', 'Announce', 'Announced') on conflict do nothing;
                with announced as (
                  select distinct on (m.application_no) gen_random_uuid() as id, m.application_no, l.id as listing_id, l.owner_id, l.announcement_no, l.announced_on
                  from listings l join listing_patents m on m.listing_id = l.id
                  where l.announcement_no is not null and l.announced_on is not null and l.state = 'Public' order by m.application_no, l.announced_on desc, l.id),
                stepped as (
                  insert into case_steps (case_id, number, machine, "from", cause, "to", "on", at, evidence, facts)
                  select id, 1, 'declaration', '', 'Announce', 'Announced', announced_on, now(), '{}', '{}' from announced)
                insert into declarations (id, application_no, listing_id, owner_id, announcement_no, announced_on, state, since, steps)
                select id, application_no, listing_id, owner_id, announcement_no, announced_on, 'Announced', announced_on, 1 from announced;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function terms_snapshots_refuse() cascade;");
            migrationBuilder.Sql(CaseSql.Drop);

            migrationBuilder.DropTable(
                name: "case_steps");

            migrationBuilder.DropTable(
                name: "licence_recordals");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropTable(
                name: "machine_steps");

            migrationBuilder.DropTable(
                name: "licences");

            migrationBuilder.DropTable(
                name: "terms_snapshots");

            migrationBuilder.DropTable(
                name: "declarations");
        }
    }
}
