using System;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class LicenceMoney : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "obligation_id",
                table: "payments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "payments",
                type: "character varying(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "Voucher");

            migrationBuilder.CreateTable(
                name: "bank_statements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "character varying(34)", maxLength: 34, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    columns = table.Column<string>(type: "jsonb", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statements", x => x.id);
                    table.ForeignKey(
                        name: "fk_bank_statements_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fee_obligations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    item = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    whole_days = table.Column<int>(type: "integer", nullable: false),
                    report_by = table.Column<DateOnly>(type: "date", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    credited = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    carried = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    @base = table.Column<decimal>(name: "base", type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    reported_on = table.Column<DateOnly>(type: "date", nullable: true),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: true),
                    late_rate = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fee_obligations", x => x.id);
                    table.CheckConstraint("ck_fee_obligations_known", "amount is not null or state not in ('Reported', 'Invoiced', 'Paid')");
                    table.CheckConstraint("ck_fee_obligations_money", "amount >= 0 and credited >= 0 and carried >= 0 and (amount is not null or item = 'Running')");
                    table.CheckConstraint("ck_fee_obligations_period", "to_day >= from_day and whole_days >= to_day - from_day + 1");
                    table.ForeignKey(
                        name: "fk_fee_obligations_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "income_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    percent = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_income_rules", x => x.id);
                    table.CheckConstraint("ck_income_rules", "percent > 0 and percent <= 100 and (until is null or until >= \"from\")");
                    table.ForeignKey(
                        name: "fk_income_rules_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_income_rules_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inventor_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    confirmed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inventor_links", x => x.id);
                    table.ForeignKey(
                        name: "fk_inventor_links_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_inventor_links_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_visits",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_visits", x => new { x.application_no, x.day });
                    table.ForeignKey(
                        name: "fk_patent_visits_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    provider = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    pay_at = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    scan = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    transaction = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    paid_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    fault = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ask_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_orders", x => x.id);
                    table.CheckConstraint("ck_payment_orders_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_payment_orders_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    giver_id = table.Column<Guid>(type: "uuid", nullable: true),
                    taker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    why = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    payer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    came_on = table.Column<DateOnly>(type: "date", nullable: false),
                    bank_reference = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    voucher_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    sent_reference = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    sent_proof_id = table.Column<Guid>(type: "uuid", nullable: true),
                    provider_fault = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ask_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => x.id);
                    table.CheckConstraint("ck_refunds_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_refunds_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_refunds_organisations_giver_id",
                        column: x => x.giver_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_refunds_organisations_taker_id",
                        column: x => x.taker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_refunds_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "share_defaults",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contributors = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    department = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    unit = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_share_defaults", x => x.id);
                    table.CheckConstraint("ck_share_defaults_whole", "contributors + department + unit = 100 and contributors >= 0 and department >= 0 and unit >= 0");
                    table.ForeignKey(
                        name: "fk_share_defaults_organisation_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "organisation_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_share_defaults_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tech_contracts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    registered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    total = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    technology = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tech_contracts", x => x.id);
                    table.CheckConstraint("ck_tech_contracts_amounts", "technology is null or technology >= 0 and technology <= total");
                    table.ForeignKey(
                        name: "fk_tech_contracts_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bank_statement_files",
                columns: table => new
                {
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statement_files", x => x.statement_id);
                    table.ForeignKey(
                        name: "fk_bank_statement_files_bank_statements_statement_id",
                        column: x => x.statement_id,
                        principalTable: "bank_statements",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fee_invoices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    obligation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    advance = table.Column<bool>(type: "boolean", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fee_invoices", x => x.id);
                    table.CheckConstraint("ck_fee_invoices_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_fee_invoices_fee_obligations_obligation_id",
                        column: x => x.obligation_id,
                        principalTable: "fee_obligations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "licence_agreements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    obligation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    signed_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licence_agreements", x => x.id);
                    table.CheckConstraint("ck_licence_agreements_about", "(obligation_id is null) = (amount is null) and coalesce(amount, 0) >= 0");
                    table.ForeignKey(
                        name: "fk_licence_agreements_fee_obligations_obligation_id",
                        column: x => x.obligation_id,
                        principalTable: "fee_obligations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licence_agreements_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gross = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    net = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    basis = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: true),
                    floor = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    object_until = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    payroll_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sharings", x => x.id);
                    table.CheckConstraint("ck_sharings_net", "gross > 0 and net >= 0 and net <= gross");
                    table.ForeignKey(
                        name: "fk_sharings_income_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "income_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sharings_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sharings_organisation_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "organisation_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sharings_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sharings_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bank_statement_rows",
                columns: table => new
                {
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "character varying(34)", maxLength: 34, nullable: false),
                    serial = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    fate = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    refund_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statement_rows", x => new { x.statement_id, x.number });
                    table.CheckConstraint("ck_bank_statement_rows_became", "payment_id is not null or refund_id is not null");
                    table.ForeignKey(
                        name: "fk_bank_statement_rows_bank_statements_statement_id",
                        column: x => x.statement_id,
                        principalTable: "bank_statements",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bank_statement_rows_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bank_statement_rows_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bank_statement_rows_refunds_refund_id",
                        column: x => x.refund_id,
                        principalTable: "refunds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharing_costs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sharing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sharing_costs", x => x.id);
                    table.CheckConstraint("ck_sharing_costs_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_sharing_costs_sharings_sharing_id",
                        column: x => x.sharing_id,
                        principalTable: "sharings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharing_shares",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sharing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    percent = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: true),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    objected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    objection = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    id_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    verify_token = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sharing_shares", x => x.id);
                    table.CheckConstraint("ck_sharing_shares_amount", "amount >= 0 and (percent is null or percent >= 0 and percent <= 100)");
                    table.ForeignKey(
                        name: "fk_sharing_shares_sharings_sharing_id",
                        column: x => x.sharing_id,
                        principalTable: "sharings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_payments_obligation_id",
                table: "payments",
                column: "obligation_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_rows_licence_id",
                table: "bank_statement_rows",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_rows_once",
                table: "bank_statement_rows",
                columns: new[] { "organisation_id", "account", "serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_rows_payment_id",
                table: "bank_statement_rows",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_rows_refund_id",
                table: "bank_statement_rows",
                column: "refund_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statements_organisation_id_id",
                table: "bank_statements",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_fee_invoices_number",
                table: "fee_invoices",
                column: "number",
                unique: true,
                filter: "replaced_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_fee_invoices_obligation_id",
                table: "fee_invoices",
                column: "obligation_id");

            migrationBuilder.CreateIndex(
                name: "ix_fee_invoices_person_id",
                table: "fee_invoices",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_fee_obligations_licence_id_ordinal",
                table: "fee_obligations",
                columns: new[] { "licence_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fee_obligations_reference",
                table: "fee_obligations",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fee_obligations_state_due_on_id",
                table: "fee_obligations",
                columns: new[] { "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_income_rules_holder_id_from",
                table: "income_rules",
                columns: new[] { "holder_id", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_income_rules_licence_id",
                table: "income_rules",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_inventor_links_application_no",
                table: "inventor_links",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_inventor_links_contact",
                table: "inventor_links",
                column: "contact");

            migrationBuilder.CreateIndex(
                name: "ix_inventor_links_open",
                table: "inventor_links",
                columns: new[] { "holder_id", "application_no", "name" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_inventor_links_person_id",
                table: "inventor_links",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_licence_agreements_ending",
                table: "licence_agreements",
                column: "licence_id",
                unique: true,
                filter: "state = 'Open' and obligation_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_licence_agreements_fee",
                table: "licence_agreements",
                column: "obligation_id",
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_licence_agreements_licence_id_id",
                table: "licence_agreements",
                columns: new[] { "licence_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_licence_agreements_person_id",
                table: "licence_agreements",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_payment_orders_asked",
                table: "payment_orders",
                column: "ask_at",
                filter: "state in ('Started', 'Pending')");

            migrationBuilder.CreateIndex(
                name: "ix_payment_orders_licence_id_id",
                table: "payment_orders",
                columns: new[] { "licence_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_orders_live",
                table: "payment_orders",
                column: "licence_id",
                unique: true,
                filter: "state in ('Started', 'Pending')");

            migrationBuilder.CreateIndex(
                name: "ix_payment_orders_transaction",
                table: "payment_orders",
                columns: new[] { "provider", "transaction" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_asked",
                table: "refunds",
                column: "ask_at",
                filter: "state = 'Sending'");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_giver_id_id",
                table: "refunds",
                columns: new[] { "giver_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_refunds_licence_id",
                table: "refunds",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_payment",
                table: "refunds",
                column: "payment_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_reference",
                table: "refunds",
                column: "bank_reference",
                unique: true,
                filter: "payment_id is null and bank_reference is not null");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_taker_id_id",
                table: "refunds",
                columns: new[] { "taker_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_share_defaults_holder_id_unit_id",
                table: "share_defaults",
                columns: new[] { "holder_id", "unit_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_share_defaults_unit_id",
                table: "share_defaults",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_sharing_costs_sharing_id",
                table: "sharing_costs",
                column: "sharing_id");

            migrationBuilder.CreateIndex(
                name: "ix_sharing_shares_name",
                table: "sharing_shares",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_sharing_shares_sharing_id_kind_name",
                table: "sharing_shares",
                columns: new[] { "sharing_id", "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sharing_shares_verify_token",
                table: "sharing_shares",
                column: "verify_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sharings_holder_id_id",
                table: "sharings",
                columns: new[] { "holder_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sharings_licence_id",
                table: "sharings",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_sharings_receipt",
                table: "sharings",
                column: "payment_id",
                unique: true,
                filter: "state <> 'Dropped'");

            migrationBuilder.CreateIndex(
                name: "ix_sharings_rule_id",
                table: "sharings",
                column: "rule_id");

            migrationBuilder.CreateIndex(
                name: "ix_sharings_state_object_until",
                table: "sharings",
                columns: new[] { "state", "object_until" });

            migrationBuilder.CreateIndex(
                name: "ix_sharings_unit_id",
                table: "sharings",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_tech_contracts_licence_id",
                table: "tech_contracts",
                column: "licence_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tech_contracts_number",
                table: "tech_contracts",
                column: "number",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_payments_fee_obligations_obligation_id",
                table: "payments",
                column: "obligation_id",
                principalTable: "fee_obligations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql(CaseSql.Guard("fee_obligations", ObligationMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("licence_agreements", AgreementMachine.Machine));
            migrationBuilder.Sql(FeeObligationTable.SumSql);
            migrationBuilder.Sql(CaseSql.Guard("payment_orders", OrderMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("refunds", RefundMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("sharings", SharingMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("tech_contracts", ContractMachine.Machine));
            migrationBuilder.Sql(IncomeSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(IncomeSql.Drop);
            migrationBuilder.Sql("drop function fee_obligations_sum() cascade;");

            migrationBuilder.DropForeignKey(
                name: "fk_payments_fee_obligations_obligation_id",
                table: "payments");

            migrationBuilder.DropTable(
                name: "bank_statement_files");

            migrationBuilder.DropTable(
                name: "bank_statement_rows");

            migrationBuilder.DropTable(
                name: "fee_invoices");

            migrationBuilder.DropTable(
                name: "inventor_links");

            migrationBuilder.DropTable(
                name: "licence_agreements");

            migrationBuilder.DropTable(
                name: "patent_visits");

            migrationBuilder.DropTable(
                name: "payment_orders");

            migrationBuilder.DropTable(
                name: "share_defaults");

            migrationBuilder.DropTable(
                name: "sharing_costs");

            migrationBuilder.DropTable(
                name: "sharing_shares");

            migrationBuilder.DropTable(
                name: "tech_contracts");

            migrationBuilder.DropTable(
                name: "bank_statements");

            migrationBuilder.DropTable(
                name: "refunds");

            migrationBuilder.DropTable(
                name: "fee_obligations");

            migrationBuilder.DropTable(
                name: "sharings");

            migrationBuilder.DropTable(
                name: "income_rules");

            migrationBuilder.DropIndex(
                name: "ix_payments_obligation_id",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "obligation_id",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "source",
                table: "payments");
        }
    }
}
