using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class DeclarationWays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "attested_by",
                table: "declarations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "correct_by",
                table: "declarations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fee_basis",
                table: "declarations",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "form",
                table: "declarations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "payee",
                table: "declarations",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "prepared_by",
                table: "declarations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "price_by",
                table: "declarations",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "price_record_id",
                table: "declarations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "public_from",
                table: "declarations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "public_until",
                table: "declarations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "receipt_no",
                table: "declarations",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "starts_on",
                table: "declarations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "terms",
                table: "declarations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "valuation_id",
                table: "declarations",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "declaration_consents",
                columns: table => new
                {
                    declaration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    folded_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declaration_consents", x => new { x.declaration_id, x.to, x.folded_name });
                    table.ForeignKey(
                        name: "fk_declaration_consents_declarations_declaration_id",
                        column: x => x.declaration_id,
                        principalTable: "declarations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_declaration_consents_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "declaration_objections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    declaration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contact = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declaration_objections", x => x.id);
                    table.ForeignKey(
                        name: "fk_declaration_objections_declarations_declaration_id",
                        column: x => x.declaration_id,
                        principalTable: "declarations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_declaration_consents_organisation_id_state",
                table: "declaration_consents",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_declaration_consents_person_id",
                table: "declaration_consents",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_declaration_objections_answered_by",
                table: "declaration_objections",
                column: "answered_by");

            migrationBuilder.CreateIndex(
                name: "ix_declaration_objections_declaration_id_state",
                table: "declaration_objections",
                columns: new[] { "declaration_id", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "declaration_consents");

            migrationBuilder.DropTable(
                name: "declaration_objections");

            migrationBuilder.DropColumn(
                name: "attested_by",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "correct_by",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "fee_basis",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "form",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "payee",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "prepared_by",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "price_by",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "price_record_id",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "public_from",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "public_until",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "receipt_no",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "starts_on",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "terms",
                table: "declarations");

            migrationBuilder.DropColumn(
                name: "valuation_id",
                table: "declarations");
        }
    }
}
